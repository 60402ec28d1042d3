# Meetings of a pair. $partner is the other one of the two; $at is on the reader’s own clock, its zone named.

cmd-meeting-plan = Plan a meeting of your pair
cmd-meeting-plan-title = Plan a meeting
cmd-meeting-plan-when = Day and time
cmd-meeting-plan-when-hint = On your own clock, for example 2027-02-11 14:00 or Thursday 14:00
cmd-meeting-plan-length = How long
cmd-meeting-plan-length-hint = For example 60 or 1 h 30
cmd-meeting-plan-format = How will you meet?
cmd-meeting-series = Plan the dates that follow a meeting, until the programme ends
cmd-meeting-series-title = Plan the rest
cmd-meeting-move = Move a planned meeting
cmd-meeting-move-title = Move a meeting
cmd-meeting-move-when = New day and time
cmd-meeting-move-when-hint = On your own clock, for example 2027-02-11 14:00 or Thursday 14:00
cmd-meeting-cancel = Cancel a planned meeting
cmd-meeting-cancel-title = Cancel a meeting
cmd-meeting-list = See your meetings
cmd-meeting-list-title = Meetings
cmd-meeting-log = Log a meeting in two taps
cmd-meeting-log-title = Log a meeting
cmd-meeting-log-minutes = How long was it?
cmd-meeting-log-minutes-hint = For example 60 or 1 h 30
cmd-meeting-log-format = How did you meet?
cmd-meeting-log-size = Who was there?
cmd-meeting-log-on-theme = Was it on the programme’s theme?
cmd-meeting-log-when = When did it begin?
cmd-meeting-log-when-hint = Left empty, it has just ended. Else for example yesterday, or Tuesday 14:00
option-pair = The two of us
option-two_pairs = Two pairs together
option-group = The whole group

meeting-which = Which meeting?
meeting-option = { $at }, with { $partner }
meeting-no-pair = You have no pair that goes on just now, so there is no meeting to plan or to log. See what is yours: /mentoring mine
meeting-pair-not-yet = This pair has not begun yet. You hear from me when it has.
meeting-pair-over = This pair has ended, so its meetings can’t be changed any more.
meeting-pair-paused = This pair is paused until { $until } and goes on by itself then. Whoever is away can come back sooner with /mentoring pairing resume.
meeting-past-the-end = { $programme } ends on { $ends }. Please choose a time before that; what you do together afterwards is your own.
meeting-none-planned = You have no meeting planned. Plan one: /mentoring meeting plan
meeting-held-already = The meeting of { $at } is logged already. To put it right, use /mentoring meeting list
meeting-cancelled-already = The meeting of { $at } has been cancelled. Plan another one: /mentoring meeting plan
meeting-series-complete = All dates that follow are planned already. See them with /mentoring meeting list

meeting-planned = Planned with { $partner }: { $at }, { $minutes } minutes, { $how }. I tell { $partner }.
meeting-for-partner = For { $partner } that is { $there }.
meeting-reminder-comes = { $hours ->
    [one] You both get a reminder one hour before, in your own hours.
   *[other] You both get a reminder { $hours } hours before, in your own hours.
}
meeting-series-heading = These dates would follow
meeting-series-button = Plan the rest of the dates
meeting-series-planned = { $count ->
    [one] One more date is planned with { $partner }. It can be moved.
   *[other] { $count } more dates are planned with { $partner }. Each can be moved by itself.
}
meeting-moved = Moved from { $before } to { $at }. I tell { $partner }, and the reminders move along.
meeting-not-moved = The meeting with { $partner } is on { $at } already, so nothing has changed.
meeting-cancelled = { $past ->
    [past] The meeting of { $at } did not take place. I tell { $partner }. Would you like to plan another one?
   *[coming] The meeting of { $at } is cancelled. I tell { $partner } and send no reminder.
}
meeting-list = Your meetings with { $partner }: { $planned } planned, { $held } held.
meeting-is-planned = { $minutes } minutes, { $how }
meeting-is-open = { $minutes } minutes, { $how }. Did it take place?
meeting-is-held = Held: { $minutes } minutes, { $how }
meeting-more = { $count ->
    [one] One more is not shown here.
   *[other] { $count } more are not shown here.
}

meeting-log-length = How long was your meeting with { $partner }?
meeting-log-planned = Was it the one planned for { $at }, { $minutes } minutes, { $how }?
meeting-log-this-button = Yes, that one
meeting-minutes-button = { $minutes } minutes
meeting-other-button = Another length or day
meeting-log-not-yet = { $at } is still to come. A meeting is logged when it has begun.
meeting-logged = Logged: { $at }, { $minutes } minutes, { $how }, { $size }. { $partner } sees it too.
meeting-logged-already = { $mine ->
    [true] That meeting is logged already, so I have not done it twice: { $at }, { $minutes } minutes, { $how }, { $size }.
   *[false] { $partner } has logged that meeting already: { $at }, { $minutes } minutes, { $how }, { $size }.
}
meeting-theme = Was it on the theme of the programme, { $theme }?

meeting-news-planned = { $partner } has planned your meeting: { $at }, { $minutes } minutes, { $how }.
meeting-news-moved = { $partner } has moved your meeting. It is now on { $at }, { $minutes } minutes, { $how }.
meeting-news-cancelled = { $partner } has cancelled your meeting of { $at }.
meeting-news-missed = { $partner } says that your meeting of { $at } did not take place. If it did, log it with /mentoring meeting log
meeting-news-logged = { $partner } has logged your meeting of { $at }: { $minutes } minutes, { $how }. If that is right, there is nothing for you to do.
meeting-news-dates = { $count ->
    [one] { $partner } has planned a meeting with you.
   *[other] { $partner } has planned your meetings. These { $count } are to come; each can be moved.
}
meeting-reminder = You meet { $partner } in { $left }: { $at }, { $minutes } minutes, { $how }.
meeting-in-minutes = { $count ->
    [one] one minute
   *[other] { $count } minutes
}
meeting-in-hours = { $count ->
    [one] one hour
   *[other] { $count } hours
}
meeting-in-days = { $count ->
    [one] one day
   *[other] { $count } days
}
meeting-clock-moved = Please note the time: the clocks have changed for only one of you. For { $partner } it is the same time of day as last time ({ $before } for you); for you it is another.
meeting-ask-log = Did your meeting with { $partner } on { $at } take place?

meeting-first-actor = You and { $partner } have no meeting yet. The first step is yours: propose a time, and { $partner } hears of it from me. Half an hour to get to know each other is enough.
meeting-first-mentor = You and { $partner } have no meeting yet. I have asked { $partner } to propose a time. A word from you makes that easier, and you can plan it as well.
meeting-silence = The last meeting of you and { $partner } that I know of was on { $since }. How is it going? Plan the next one, log one that I don’t know of, or take a rest: all three are fine.
meeting-silence-never = You and { $partner } are a pair since { $since }, and I know of no meeting yet. Plan one, log one that I don’t know of, or take a rest: all three are fine.

meeting-plan-button = Plan a meeting
meeting-plan-next-button = Plan the next one
meeting-list-button = See our meetings
meeting-log-button = Log a meeting
meeting-we-met-button = We have met
meeting-move-button = Move it
meeting-cancel-button = Cancel it
meeting-cancel-sure = Cancel the meeting of { $at }? Your partner is told.
meeting-held-button = It took place
meeting-missed-button = It did not
meeting-correct-button = Put it right
meeting-pause-button = Take a rest
meeting-fit-button = It does not fit

data-meetings = Your meetings
data-meetings-kept = When you met, how long and in which way, so that you are reminded and your hours count. Your pair reads it; the facilitator sees dates and numbers.
data-meetings-erased = Dates and lengths stay with the pair, because your partner’s hours count on. That you logged them is forgotten.

meeting-how-online = online
meeting-how-in_person = in person
meeting-how-either = online or in person
meeting-with-pair = the two of you
meeting-with-two_pairs = two pairs together
meeting-with-group = the whole group
