# Sessions: whole-group meetings. $title is the facilitator's word for one, $when is on the reader's clock.

cmd-session-create = Plan a session for the whole group and invite everybody
cmd-session-create-title = New session
cmd-session-create-name = Title
cmd-session-create-name-hint = For example Kick-off or Midway meeting
cmd-session-create-when = Day and time
cmd-session-create-when-hint = For example 2027-01-17 12:00 or 17.1.2027 klo 12, on the clock of your community
cmd-session-create-minutes = Length
cmd-session-create-minutes-hint = For example 90 min or 3 h
cmd-session-create-format = How you meet
cmd-session-create-where = Where
cmd-session-create-where-hint = A link or an address. Leave it empty if you will tell it later
cmd-session-create-capacity = Most people
cmd-session-create-capacity-hint = Leave it empty for no limit
cmd-session-create-zone = Time zone
cmd-session-create-zone-hint = Only if it is not your community’s, for example Stockholm
cmd-session-move = Move a session to another time
cmd-session-move-title = Move a session
cmd-session-move-session = Which session
cmd-session-move-when = New day and time
cmd-session-move-when-hint = For example 2027-01-18 12:00, on the session’s own clock
cmd-session-edit = Change a session’s title, place, length or format
cmd-session-edit-title = Change a session
cmd-session-edit-session = Which session
cmd-session-edit-name = Title
cmd-session-edit-where = Where
cmd-session-edit-where-hint = Everybody concerned is told of a new place, length or format
cmd-session-edit-minutes = Length
cmd-session-edit-format = How you meet
cmd-session-capacity = Change how many people can come to a session
cmd-session-capacity-title = Change the places
cmd-session-capacity-session = Which session
cmd-session-capacity-places = Most people
cmd-session-capacity-places-hint = 0 for no limit
cmd-session-cancel = Cancel a session
cmd-session-cancel-title = Cancel a session
cmd-session-cancel-session = Which session
cmd-session-held = Note that a session took place
cmd-session-held-title = It took place
cmd-session-held-session = Which session
cmd-session-roster = See who comes to a session
cmd-session-roster-title = Who comes
cmd-session-roster-session = Which session
cmd-session-roster-page = Page
cmd-session-list = See the sessions to come
cmd-session-list-title = Sessions
cmd-rsvp = Say whether you come to a session
cmd-rsvp-title = Your answer
cmd-rsvp-session = Which session
cmd-rsvp-answer = Are you coming?
option-going = I’m coming
option-declined = I can’t come

session-when = When
session-when-there = On the session’s clock
session-length = Length
session-minutes = { $minutes } minutes
session-format = How
session-where = Where
session-where-later = To be told later
session-places = Places
session-file = session.ics
session-roster-button = Who comes
session-move-button = Move it
session-edit-button = Change it
session-capacity-button = Change the places
session-cancel-button = Cancel it
session-cancel-confirm = Cancel this session and tell everybody concerned?
session-held-button = It took place

session-created = { $title } is planned. { $people ->
    [0] There is nobody to invite yet; whoever joins the programme is invited then.
    [one] One person gets an invitation.
   *[other] { $people } people get an invitation.
} { $channels ->
    [0] No channel is connected, so I have not posted it.
    [one] I am posting it in one channel.
   *[other] I am posting it in { $channels } channels.
}
session-unchanged = That is the time it has already, so nothing has changed.
session-changed-now = The session is now on { $when }. { $people ->
    [0] There is nobody to tell.
    [one] I am telling the one person concerned.
   *[other] I am telling the { $people } people concerned.
}
session-reworded = Changed. Time and place are the same, so nobody gets a message; the post in the channel shows it.
session-capacity-set = { $places ->
    [0] There is no limit now.
    [one] There is one place now.
   *[other] There are { $places } places now.
} { $promoted ->
    [0] Nobody was waiting for one.
    [one] One person who waited has a place, and is told.
   *[other] { $promoted } people who waited have a place, and are told.
}
session-capacity-below = { $places ->
    [one] There is one place now
   *[other] There are { $places } places now
}, and { $going } people are coming already. I take no place away; if somebody must stay at home, please talk to them.
session-cancelled-now = { $title } is cancelled. { $people ->
    [0] There is nobody to tell.
    [one] I am telling the one person concerned.
   *[other] I am telling the { $people } people concerned.
}
session-cancelled-already = { $title } is cancelled already.
session-not-held = I have noted that { $title } did not take place.
session-held = I have noted that { $title } took place.

session-invitation = You are invited to { $title } on { $when }. Are you coming?
session-post-cancelled = { $title } is cancelled.
session-reminder = A reminder: { $title } is on { $when }, and you are coming. If you can’t, please say so; somebody else may get your place.
session-promoted = A place has become free: you now have one at { $title } on { $when }. If you can’t come any more, please say so.
session-changed = { $title } has changed. It is now on { $when }.
session-cancelled = { $title } is cancelled. It will not take place on { $when }.

session-you-are-going = You have a place at { $title } on { $when }. The file puts it in your calendar.
session-you-wait = { $title } is full. You are number { $place } on the waiting list. I tell you as soon as you have a place.
session-you-decline = You are not coming to { $title }. If that changes, press the button.
session-mine-going = You are coming.
session-mine-waiting = You are on the waiting list.
session-mine-declined = You are not coming.

session-list = { $count ->
    [0] No session of { $programme } is planned at the moment.
    [one] One session of { $programme } is planned.
   *[other] { $count } sessions of { $programme } are planned.
}
session-list-later = Here are the next ones; { $left } come later.
session-roster = { $going } coming, { $waiting } waiting, { $declined } not coming, { $silent } not answered yet.
session-roster-going = Coming
session-roster-waiting = Waiting
session-roster-declined = Not coming
session-roster-maybe = Perhaps
session-roster-more = { $count ->
    [one] Show one more
   *[other] Show { $count } more
}

session-none = No session is planned at the moment.
session-none-begun = No session has begun whose outcome is still to be noted. To see what is planned, type /mentoring session list
session-programme-over = This programme is over, so no session can be planned in it.
session-is-cancelled = { $title } is cancelled, so there is nothing to change.
session-is-over = { $title } has begun or is over, so there is nothing to change.
session-not-yet = This session is on { $when }. Please note it after it has begun.
session-for-participants = This session is for those who take part in { $programme }. Ask the facilitator if you would like to come.
session-zone-unknown = I don’t know the time zone “{ $value }”. Write a city, such as Helsinki.
session-zone-unclear = “{ $value }” could be { $zones }. Please write one of these.
