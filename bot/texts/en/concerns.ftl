# The concern path goes past the facilitator.

cmd-concern = Tell a worry in confidence, past the facilitator
cmd-concern-title = Tell a concern
cmd-concern-text = What worries you
cmd-concern-named = Give my name with it
cmd-concern-named-hint = Without your name I keep no note of who wrote this, so nobody can answer you.
cmd-concerns-list = Read the concerns told to you
cmd-concerns-list-title = Concerns
cmd-concerns-settle = Take a concern off your list
cmd-concerns-settle-title = Settle a concern
cmd-concerns-settle-concern = Number of the concern

concern-read-by = Read by { $contact } alone. Not by the facilitator, your partner or anybody else.
concern-nobody = There is nobody yet whom a concern here would reach, so I have kept nothing. Please speak to somebody you trust, or ask the facilitator to name a contact.
concern-told = { $contact } can read this now, and nobody else: not the facilitator, not the person it is about. { $named ->
    [true] Your name stands with it, so { $contact } can answer you.
   *[other] Your name does not stand with it, and I keep no note of who wrote it. So I cannot show it to you or take it back later.
}
concern-waiting = Somebody has told a concern in { $programme }. Only you can read it.
concern-read-button = Read it
concern-list-button = The other concerns
concern-list = { $count ->
    [0] No concern is waiting for you.
    [one] One concern is waiting for you. Only you see it here.
   *[other] { $count } concerns are waiting for you. Only you see them here.
}
concern-from = From
concern-without-name = Somebody who did not give a name
concern-when = Told
concern-at = { $at }
concern-settle-button = Settled
concern-settled = It is off your list.
concern-only-contact = Concerns are read only by the person named as contact of a programme.
