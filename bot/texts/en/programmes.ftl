# Programmes: $programme, $mentor_word and $actor_word are always there.

cmd-programme-create = Start a new mentoring programme
cmd-programme-create-title = New programme
cmd-programme-create-name = Name
cmd-programme-create-theme = Theme
cmd-programme-create-theme-hint = One line that topics and meetings can refer to, such as international work
cmd-programme-create-aims = Aims
cmd-programme-create-starts = First day
cmd-programme-create-starts-hint = For example 2027-01-11 or 11.1.2027
cmd-programme-create-ends = Last day
cmd-programme-create-mentor-word = Your word for a mentor
cmd-programme-create-actor-word = Your word for the one mentored
cmd-programme-create-actor-word-hint = For example actor, mentee or adept
cmd-programme-create-languages = Languages of the programme
cmd-programme-create-languages-hint = Two-letter codes, such as fi sv en
cmd-programme-create-topics = Topics people can offer and wish for
cmd-programme-create-topics-hint = One a line
cmd-programme-create-cadence = Days between meetings
cmd-programme-show = See a programme at a glance
cmd-programme-show-title = Programme
cmd-programme-open = Open applications until a day
cmd-programme-open-title = Open applications
cmd-programme-open-until = Last day to apply
cmd-programme-open-until-hint = For example 2026-11-30 or 30.11.2026
cmd-programme-announce = Call for applications in channels, by message and in a newsletter
cmd-programme-announce-title = Announce
cmd-programme-announce-copies = Also send everybody a message
cmd-programme-close = Close applications
cmd-programme-close-title = Close applications
cmd-programme-pace = Change a start value of the programme’s pace
cmd-programme-pace-title = Change the pace
cmd-programme-pace-step = Which step
cmd-programme-pace-value = New value
cmd-programme-contact = Name the person whom a concern reaches
cmd-programme-contact-title = Name a contact
cmd-programme-contact-person = Who

programme-created = { $programme } is ready. Open applications when you like.
programme-shown = Here is { $programme }.
programme-theme = Theme
programme-aims = Aims
programme-dates = Dates
programme-from-to = { $starts } – { $ends }
programme-state = State
programme-state-draft = Not open yet
programme-state-open = Applications open until { $until }
programme-state-closed = Applications closed
programme-state-running = Running
programme-state-ended = Ended
programme-applications = Applications
programme-application-counts = { $waiting } waiting, { $placed } in a pair
programme-open-button = Open applications
programme-announce-button = Announce it
programme-close-button = Close applications
programme-match-button = Draft the pairs
programme-apply-button = Apply

programme-opened = Applications for { $programme } are open until the end of { $until }. Now let people know.
programme-announced = { $posted ->
    [0] I have not posted it in a channel again.
    [one] I am posting it in one channel.
   *[other] I am posting it in { $posted } channels.
} { $told ->
    [0] Nobody new gets a message.
    [one] One person gets a message.
   *[other] { $told } people get a message.
} Where it is night or a holiday, it arrives at the next working hour.
programme-newsletter-heading = For your newsletter
programme-newsletter = { $programme } is looking for { $mentor_word }s and { $actor_word }s.
programme-newsletter-theme = Theme: { $theme }
programme-newsletter-apply = Apply until { $until }: type /mentoring apply source:newsletter
programme-closed = { $count ->
    [0] Applications are closed. Nobody has applied.
    [one] Applications are closed. One person is waiting for a pair.
   *[other] Applications are closed. { $count } people are waiting for a pair.
}
programme-call = We are looking for { $mentor_word }s and { $actor_word }s. The theme is { $theme }. Apply until { $until }; it takes eight minutes.
programme-call-open = We are looking for { $mentor_word }s and { $actor_word }s. Apply until { $until }; it takes eight minutes.
programme-call-half = Half the time to apply is over: applications are open until { $until }.
programme-call-last = The last days to apply: applications close at the end of { $until }.
programme-pace-set = { $step } is now { $value } for { $programme }.
programme-contact-set = A concern in { $programme } now reaches { $person }, and not you.

programme-ends-before-start = The last day ({ $ends }) must come after the first ({ $starts }).
programme-name-taken = There is a programme called “{ $name }” already. Please choose another name.
programme-until-past = { $until } is over already. Please choose a later day.
programme-too-late-to-open = This programme is running or over, so applications cannot be opened.
programme-not-open = Applications for { $programme } are not open.
programme-no-such-step = There is no step called “{ $value }”. You can change: { $steps }.
programme-floor-too-low = Totals are never shown from fewer than { $least } answers, to protect those who answer.
programme-contact-is-you = A concern may be about you, so please name somebody else.
