# Applications: $programme, $mentor_word and $actor_word are always there.

cmd-apply = Apply to a mentoring programme, or correct your application
cmd-apply-title = Application
cmd-apply-role = How would you like to take part?
cmd-apply-role-hint = The facilitator reads this form to decide on the pairs. When you are matched, your { $actor_word } or { $mentor_word } sees why.
cmd-apply-aims = What would you like to get out of it?
cmd-apply-aims-hint = A sentence or two. The facilitator reads it.
cmd-apply-offers = Topics you can share
cmd-apply-offers-hint = Tick those you know, or write one a line.
cmd-apply-wants = Topics you would like to learn about
cmd-apply-wants-hint = Tick those you wish for, or write one a line.
cmd-apply-languages = Languages you can have a talk in
cmd-apply-languages-hint = Tick all that you are at ease with.
cmd-apply-format = How would you like to meet?
cmd-apply-place = Town
cmd-apply-place-hint = So that pairs who want to meet in person can.
cmd-apply-time-zone = Your time zone
cmd-apply-time-zone-hint = Your city will do, such as Helsinki. Without it, times are shown in the programme’s own zone.
cmd-apply-capacity = How many people can you mentor?
cmd-apply-capacity-hint = Only if you would be a { $mentor_word }. Left empty, one.
cmd-apply-employer = Employer
cmd-apply-employer-hint = People from one workplace are not paired, unless the programme decides otherwise.
cmd-apply-wishes = Whom would you like as your pair?
cmd-apply-wishes-hint = Up to three names, one a line. The facilitator reads them; your pair learns of it only if you wished for one another.
cmd-apply-avoid = Whom would you rather not be paired with?
cmd-apply-avoid-hint = Names, one a line. Nobody reads this but you: only the matching uses it.
cmd-apply-note = When can you meet, and anything else?
cmd-apply-note-hint = The facilitator reads it.
cmd-apply-consent = I agree that my answers are stored
cmd-apply-consent-hint = You can see, correct and erase them at any time: type /mentoring my-data.
cmd-application-show = See what your application says
cmd-application-show-title = My application
cmd-application-withdraw = Withdraw your application
cmd-application-withdraw-title = Withdraw
cmd-application-list = See who has applied
cmd-application-list-title = Applications

application-role-mentor = As { $mentor_word }
application-role-actor = As { $actor_word }
application-role-either = Either is fine
application-state-waiting = waiting for a pair
application-state-placed = in a pair
application-state-between = in no pair now, and in no queue
application-state-withdrawn = withdrawn
application-name = Name
application-email = E-mail address
application-source = How it came
application-changed = Last changed

application-stored = Thank you. Your application is stored. You hear from me either way, when the facilitator has decided on the pairs.
application-corrected = Your application is corrected. What you told before is replaced.
application-shown-waiting = Your application is waiting for a pair since { $at }. This is all it says; nobody else sees your list of people to avoid.
application-shown-between = Your pair has ended, and you are in no queue: I look for another pair when you ask for one. This is all your application says; nobody else sees your list of people to avoid.
application-shown-over = { $programme } is over. This is all your application says; nobody else sees your list of people to avoid.
application-shown-placed = You are in a pair. This is all your application says; nobody else sees your list of people to avoid.
application-shown-withdrawn = You have withdrawn this application. I keep it so that you can apply again easily; to erase it, type /mentoring my-data.
application-show-button = See my application
application-again-pair-button = Find me another pair
application-change-button = Correct it
application-withdraw-button = Withdraw
application-withdraw-confirm = Withdraw your application? You leave the queue and lose your place in it.
application-withdrawn = Your application is withdrawn, and you will not be paired.
application-withdrawn-already = Your application was withdrawn before. Nothing has changed.
application-too-late-to-withdraw = { $programme } is over, so there is nothing to withdraw from. To see or erase what I keep about you, type /mentoring my-data
application-again-button = Apply again
application-in-pair = You are matched with somebody, so withdrawing would leave them without a word. Leave the pair instead: you decide what your partner reads.
application-leave-button = Leave the pair

application-none = You have not applied to { $programme }. To apply, type /mentoring apply
application-not-yet = Applications for { $programme } are not open yet. You will see the call here; if you have a question, ask { $facilitators }.
application-closed = Applications for { $programme } are closed. If you would still like to take part, ask { $facilitators }, who decides.
application-consent-needed = I can only keep an application with your consent. Tick it, or leave without applying: nothing has been stored.
application-zone-several = “{ $value }” may mean several time zones. Please choose one: { $zones }.
application-zone-unknown = I know no time zone or city called “{ $value }”. Please give a large city in your zone, such as Helsinki.
application-language-unknown = I do not know the language “{ $value }”. Please give its name in English, or its two-letter code.
application-own-name = That is your own name. Please give the names of others.
application-too-many-wishes = Please name { $most } people at most.
application-wished-and-avoided = { $name } stands both among those you wish for and those you would rather avoid. Please keep one of the two.
application-role-in-pair = You are in a pair, so the role cannot be changed now. Leave the pair first: type /mentoring pairing leave

application-list = { $count ->
    [one] One person has applied.
   *[other] { $count } people have applied.
}
application-list-empty = Nobody has applied yet. To call for applications, type /mentoring programme announce
application-list-waiting = Waiting for a pair
application-list-placed = In a pair
application-list-between = In no pair now, and in no queue
application-list-withdrawn = Withdrawn
application-list-roles = { $mentor_word } { $mentors }, { $actor_word } { $actors }, either { $either }
application-list-ratio = { $mentor_word } to { $actor_word }
application-list-mentors-to-actors = { $mentors } to { $actors }, with room for { $places }
application-list-languages = Languages
application-list-heading = In the order of the queue, page { $page } of { $pages }
application-list-previous = Previous page
application-list-next = Next page
