# Pairings: what is mine, whether it fits, a pause, the end without blame, the facilitator's list.

cmd-mine = See what is yours now: your pairs, what comes next, your place in the queue
cmd-mine-title = What is mine
cmd-fit = Say in private how your pair fits
cmd-fit-title = How it fits
cmd-fit-answer = How does it fit?
cmd-fit-answer-hint = Your partner does not see your answer.
cmd-pairing-pause = Be away until a day
cmd-pairing-pause-title = Be away
cmd-pairing-pause-until = When are you back?
cmd-pairing-pause-until-hint = The first day on which the pair goes on, for example 2027-03-01 or 1.3.2027
cmd-pairing-resume = Come back before the day
cmd-pairing-resume-title = Come back
cmd-pairing-cover = Ask for somebody to talk to while your partner is away
cmd-pairing-cover-title = Ask for cover
cmd-pairing-leave = Leave a pair, without blame; you see first what your partner will read
cmd-pairing-leave-title = Leave the pair
cmd-pairing-leave-reason = Why, if you like: for the facilitator only
cmd-pairing-reason = Say why you have left a pair, to the facilitator only
cmd-pairing-reason-title = Say why
cmd-pairing-reason-reason = Why? Only the facilitator reads it
cmd-pairing-list = See all pairs: facts with their dates
cmd-pairing-list-title = All pairs
cmd-pairing-end = End a pair; you see first what the two will read
cmd-pairing-end-title = End a pair
option-go_on = Go on
option-unsure = Not sure yet
option-another = Another match, please

## Which pair

pairing-none = You have no pair for which that can be done just now. See what is yours: /mentoring mine
pairing-is-proposed = This pair has not begun: it is introduced on { $until } unless one of you says no.
pairing-is-active = This pair is going on just now.
pairing-is-paused = This pair is paused and goes on by itself when the pause ends. Whoever is away can come back sooner with /mentoring pairing resume.
pairing-is-ended = This pair has ended.
pairing-is-vetoed = This pair did not come about.
pairing-not-live = { $mentor } and { $actor } are not a pair any more.
pairing-two = { $mentor } and { $actor }

## What is mine

mine-title = What is yours now
mine = Here is what is yours, { $name }. Only you see this.
mine-nothing = You have no pair and are in no queue just now.
mine-apply-button = Apply to { $name }
mine-pair-mentor = { $partner }, your { $mentor_word } in { $programme }
mine-pair-actor = { $partner }, your { $actor_word } in { $programme }
mine-state = State
mine-state-proposed = Proposed. You are introduced on { $until } unless one of you says no.
mine-state-active = Going on
mine-state-paused = Paused until { $until }
mine-next-meeting = Next meeting
mine-no-meeting = None planned
mine-agreement = Agreement
mine-no-agreement = Not begun
mine-agreed = Agreed on { $on }
mine-agreement-you = Waits for your tick
mine-agreement-partner = Waits for your partner’s tick
mine-waits = Waits for you
mine-waits-log = say whether your last meeting took place
mine-waits-fit = say how the pair fits
mine-veto-button = Not this one, please
mine-meeting-plan-button = Plan a meeting
mine-meeting-log-button = Log a meeting
mine-agreement-show-button = Agreement
mine-fit-button = How it fits
mine-pairing-pause-button = Be away
mine-pairing-resume-button = Come back
mine-pairing-leave-button = Leave the pair
mine-application = Your application to { $programme }
mine-queue = You wait for a pair, in place { $place } of the queue.
mine-between = Your pair has ended, and you are in no queue: I look for another pair when you ask for one.
mine-application-button = See my application

## How it fits

fit-title = How does it fit?
fit-question = You have met { $partner }. Would you like to go on with this pair? Only you see your answer. If you ask for another match, the facilitator is told that, and { $partner } is not told by me.
fit-question-again = You were not sure about the pair with { $partner }. How does it look now? Only you see your answer. If you ask for another match, the facilitator is told that, and { $partner } is not told by me.
fit-thanks-go_on = Thank you. The pair goes on, and nobody else sees your answer.
fit-thanks-unsure = Thank you. That is quite usual after one meeting, and nobody else sees your answer. I ask again on { $at }.
fit-thanks-another = Thank you for saying so. The facilitator is told that you would like another match, and will be in touch. I do not tell your partner. The pair goes on until one of you leaves it or the facilitator ends it.
fit-wants-another = { $name } would like another match than { $partner } in { $programme }, and said so on { $at }. { $partner } has not been told.
pairing-leave-now-button = Leave the pair now

## Away for a while

pairing-partner-reads = { $partner } will read this
pairing-pause-asked = You would be away until { $until }; on that day the pair goes on by itself. Nothing has been sent yet.
pairing-pause-button = Send it and pause
pairing-pause-begun = The pair is paused until { $until }, and your partner is told. { $meetings ->
    [0] You had no meeting planned in that time.
    [one] The meeting planned in that time is called off.
   *[other] The { $meetings } meetings planned in that time are called off.
}
pairing-resume-button = Come back earlier
pairing-pause-past = { $until } is not ahead. Please choose a later day.
pairing-pause-too-long = { $until } is after the end of the programme ({ $ends }). Choose an earlier day, or leave the pair.
pairing-paused-title = A pause
pairing-paused = { $partner } is away until { $until }. Your pair in { $programme } is paused and goes on by itself on that day. If you would like somebody to talk to meanwhile, the facilitator can help.
pairing-paused-meetings = { $count ->
    [one] The meeting that you had planned in that time is called off.
   *[other] The { $count } meetings that you had planned in that time are called off.
}
pairing-cover-button = Ask for somebody meanwhile
pairing-cover-asked = I have told the facilitator that you would like somebody to talk to meanwhile.
pairing-cover-told = { $name } would like somebody to talk to while { $partner } is away (until { $until }).
pairing-resume-not-yours = { $partner } is away until { $until } and comes back by then. Would you like somebody to talk to meanwhile? /mentoring pairing cover
pairing-resumed-now = You are back, and { $partner } is told. The next step is a new meeting.
pairing-resumed = The pause is over: the pair with { $partner } goes on. The next step is a new meeting.
pairing-meet-button = Plan a meeting

## The end

pairing-leave-asked = You are about to leave the pair with { $partner }. You need no reason. Nothing has been sent yet.
pairing-leave-button = Send it and leave
pairing-stay-button = Stay in the pair
pairing-left-thanks = You have left the pair, and { $partner } is told with exactly the words you saw. What would you like now? Wait for another pair, say why (only the facilitator reads it), or leave the programme. If you do nothing you take a break: you are in no queue, and can ask for another pair later.
pairing-left-one = You have left the pair, and { $partner } is told with exactly the words you saw. Your other pairs go on. You can ask for another pair in its place, or say why; only the facilitator reads that.
pairing-again-button = Find me another pair
pairing-withdraw-button = Leave the programme
pairing-reason-button = Say why
pairing-reason-not-yours = Only whoever has left this pair can say why.
pairing-reason-kept = Thank you. Only the facilitator reads it.
pairing-reason = They said why: { $reason }
pairing-ended-title = Your pair has ended
pairing-ended-partner = { $partner } has ended your pair in { $programme }. That happens, and it says nothing about you. Meetings still planned are called off. If you would like another pair, you keep your old place in the queue.
pairing-ended-facilitator = The facilitator has ended your pair with { $partner } in { $programme }. That says nothing about you. Meetings still planned are called off. If you would like another pair, you keep your old place in the queue.
pairing-ended-departure = { $partner } is not here any more, so your pair in { $programme } has ended. That says nothing about you. Meetings still planned are called off. If you would like another pair, you keep your old place in the queue.
pairing-left = { $who } has left the pair of { $mentor } and { $actor } ({ $at }). Whoever stays has been told and may ask for another pair.
pairing-left-because = { $who }, who left the pair of { $mentor } and { $actor }, says why: { $reason }
pairing-end-asked = You are about to end the pair of { $mentor } and { $actor }. Nothing has been sent yet.
pairing-end-done = The pair of { $mentor } and { $actor } has ended, and both are told.
pairing-end-button = End the pair

## The facilitator's list

pairing-list-empty = There are no pairs yet. Draft some for those who wait.
pairing-list = { $live ->
    [one] One pair
   *[other] { $live } pairs
}, and { $ended } ended. Page { $page } of { $pages }.
pairing-state = State
pairing-state-proposed = Proposed; introduced on { $until } unless one says no
pairing-state-active = Going on since { $at }
pairing-state-paused = Paused until { $until }
pairing-state-ended = Ended on { $at }
pairing-meetings = Meetings held
pairing-held = { $count ->
    [one] One, on { $on }
   *[other] { $count }, the last on { $on }
}
pairing-next-meeting = Next meeting
pairing-none-held = None
pairing-not-agreed = Not yet
pairing-none-planned = None planned
pairing-agreed-on = Agreed on
pairing-another = Another match asked for on
pairing-half-told = Could not be told
pairing-introduce-button = I have told them: introduce
pairing-next-button = Next page
pairing-draft-button = Draft the pairs
