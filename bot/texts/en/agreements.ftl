# The agreement of a pair: its words are the two people’s own.

cmd-agreement-show = See the agreement of your pair
cmd-agreement-show-title = Agreement
cmd-agreement-write = Write or change the agreement of your pair
cmd-agreement-write-title = Our agreement
cmd-agreement-tick = Agree to the words as they are
cmd-agreement-tick-title = Tick the agreement
cmd-agreement-spoken = Agree without writing: you have talked it through
cmd-agreement-spoken-title = Agreed by word
cmd-agreement-reopen = Open your agreement again
cmd-agreement-reopen-title = Open it again

cmd-agreement-write-aims = 1 Aims, up to three
cmd-agreement-write-aims-hint = For example: understand how libraries abroad plan their events; build up a contact of my own.
cmd-agreement-write-topics = 2 What we talk about, and what not
cmd-agreement-write-topics-hint = For example: our work and careers; not salaries, not colleagues by name.
cmd-agreement-write-confidentiality = 3 What stays between us
cmd-agreement-write-confidentiality-hint = For example: all we say stays here; the facilitator may know how it goes, not what we say.
cmd-agreement-write-rhythm = 4 How often, how long, where and how
cmd-agreement-write-rhythm-hint = For example: once a month, an hour, online, twice in person.
cmd-agreement-write-preparation = 5 Who calls, who brings the agenda
cmd-agreement-write-preparation-hint = For example: one of us sends three points two days before, the other opens the call.
cmd-agreement-write-contact = 6 Contact between meetings, time to answer
cmd-agreement-write-contact-hint = For example: short questions by message, an answer within a week.
cmd-agreement-write-moving = 7 Moving and cancelling
cmd-agreement-write-moving-hint = For example: a day before at the latest, with a new date at once.
cmd-agreement-write-dates = 8 Our dates, and when it ends
cmd-agreement-write-dates-hint = For example: every first Thursday at two, until the end of the programme.
cmd-agreement-write-feedback = 9 Feedback, and when we read this again
cmd-agreement-write-feedback-hint = For example: five minutes at the end of each meeting; we read this again half-way.
cmd-agreement-write-exit = 10 If one of us wants to stop
cmd-agreement-write-exit-hint = For example: either may stop without blame and says so in a last short talk.
cmd-agreement-write-limits = 11 What this is not
cmd-agreement-write-limits-hint = For example: no recruiting, no selling, no therapy.
cmd-agreement-write-notes = 12 Notes: who keeps them
cmd-agreement-write-notes-hint = For example: each keeps their own and shows them to nobody.
cmd-agreement-write-review = When will you read it again?
cmd-agreement-write-review-hint = A day on which I remind you both, for example 2027-05-20. Empty for none.

agreement-no-pair = You have no pair that goes on just now, so there is no agreement. See what is yours: /mentoring mine
agreement-pair-not-yet = This pair has not begun yet. You hear from me when it has.
agreement-pair-over = This pair has ended, so its agreement stays as it is.
agreement-none = You and { $partner } have no agreement yet. Write one together, each point as you like, or agree by word and tick that. Only you two read the words; the facilitator sees when you agreed and when you read it again.
agreement-none-over = You and { $partner } had no agreement when your pair ended.
agreement-no-version = There is no version { $version }. The latest is { $most }.
agreement-empty = An agreement needs a word on one point at least. If you keep the words to yourselves, use /mentoring agreement spoken
agreement-review-past = { $review } is over already. Please choose a later day, or leave it empty.
agreement-nothing-to-tick = There is nothing to tick yet. Write the agreement first, or agree by word: /mentoring agreement spoken
agreement-nothing-to-reopen = You have no agreement yet, so there is nothing to open.
agreement-changed = The words have changed since you read them, so I have not ticked them for you. Read them as they are now: /mentoring agreement show

agreement-shown = Your agreement with { $partner }, version { $version }. Only you two can read it.
agreement-written = This is your agreement with { $partner } now, version { $version }. Only you two can read it.
agreement-written-meanwhile = While you were writing, { $partner } wrote too. That is version { $version }: please look whether something of it belongs here.
agreement-is-agreed = You both agreed to it on { $on }.
agreement-is-earlier = This is an earlier version.
agreement-is-ticked-by-you = You have ticked it; { $partner } has not yet.
agreement-is-ticked-by-partner = { $partner } has ticked it; you have not yet.
agreement-is-not-ticked = Nobody has ticked it yet. It counts when you both have.
agreement-review-on = You read it again on { $on }.
agreement-without-words = You agreed by word. The words are yours and are not kept here.

agreement-ticked = Ticked. { $partner } hears of it from me; it counts when { $partner } has ticked it too.
agreement-both-ticked = You have both ticked it: your agreement stands. { $review }
agreement-reopened = The agreement is open again, with the same words and without ticks. Change what you like, or talk it through with { $partner }.
agreement-waiting = { $partner } has ticked your agreement. Read it and tick it too, or change what you like.
agreement-waiting-spoken = { $partner } says that you two have agreed by word. If that is so, tick it too. The words stay with you.
agreement-agreed = You and { $partner } have both ticked your agreement. It stands, and either of you may open it again at any time. { $review }
agreement-was-reopened = { $partner } would like to look at your agreement again. That is part of it working. Read it, change what you like, and tick it again.
agreement-review = Today is the day on which you and { $partner } wanted to read your agreement again. Does it still fit? If so, there is nothing to do.
agreement-ask = You and { $partner } have no agreement here yet. It takes one talk: what you hope for, what stays between you, how often you meet. Write it, or agree by word and tick that.
agreement-ask-tick = Your agreement with { $partner } waits for your tick. Read it, and tick it or change it.

agreement-write-button = Write it
agreement-spoken-button = We have agreed by word
agreement-show-button = Read it
agreement-tick-button = I agree
agreement-change-button = Change it
agreement-reopen-button = Open it again
agreement-earlier-button = See the version before
agreement-version-button = See version { $version }

data-agreements = Your agreements
data-agreements-kept = The words of every version and when you ticked it. Only your pair reads the words; the facilitator sees when you both agreed and when you read it again.
data-agreements-erased = Your ticks are cleared. The words stay with your partner, who agreed to them too.
