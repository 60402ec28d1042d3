# Announcements: what the facilitator says to everybody.

cmd-announce = Say something to everybody; you see it first
cmd-announce-title = Announce
cmd-announce-text = What you want to say
cmd-announce-text-hint = Up to 3,000 characters. It is posted as plain text
cmd-announce-at = When
cmd-announce-at-hint = For example tomorrow 9:00. Leave it empty for now
cmd-announce-copies = Also send everybody a message
cmd-announce-urgent = Urgent: also at night and on holidays
cmd-announcement-confirm = Send an announcement that you have seen
cmd-announcement-confirm-title = Send an announcement
cmd-announcement-confirm-announcement = Which announcement
cmd-announcement-change = Change an announcement before it goes out
cmd-announcement-change-title = Change an announcement
cmd-announcement-change-announcement = Which announcement
cmd-announcement-change-text = What you want to say
cmd-announcement-change-at = When
cmd-announcement-change-at-hint = Leave it empty to keep the time
cmd-announcement-change-copies = Also send everybody a message
cmd-announcement-change-urgent = Urgent: also at night and on holidays
cmd-announcement-cancel = Call back an announcement before it goes out
cmd-announcement-cancel-title = Call it back
cmd-announcement-cancel-announcement = Which announcement
cmd-announcement-list = See what is waiting to go out, and what went last
cmd-announcement-list-title = Announcements

announcement-preview = This is exactly what goes out. Nothing has been sent yet: press “Send it”, or change it. I keep it for a day.
announcement-changed = Changed. This is exactly what goes out; you need not confirm it again.
announcement-when = When
announcement-now = As soon as you press “Send it”
announcement-where = Where it goes
announcement-channels = Channels
announcement-no-channel = None is connected
announcement-copies = Messages
announcement-people = { $people ->
    [0] Nobody
    [one] One person
   *[other] { $people } people
}
announcement-later = Later, when their day begins
announcement-and-more = { $names } and { $count } more
announcement-unreachable = Cannot be reached
announcement-confirm-button = Send it
announcement-change-button = Change it
announcement-discard-button = Discard it
announcement-cancel-button = Call it back

announcement-sent = It is going out now: { $channels ->
    [0] to no channel
    [one] to one channel
   *[other] to { $channels } channels
} and { $people ->
    [0] as a message to nobody
    [one] as a message to one person
   *[other] as a message to { $people } people
}.
announcement-planned = It goes out on { $at }: { $channels ->
    [0] to no channel
    [one] to one channel
   *[other] to { $channels } channels
} and { $people ->
    [0] as a message to nobody
    [one] as a message to one person
   *[other] as a message to { $people } people
}. You can change it or call it back until then.
announcement-cancelled = It is called back, and nobody gets it.
announcement-list = { $count ->
    [0] There is no announcement yet.
    [one] There is one announcement.
   *[other] Here are the latest of { $count } announcements.
}
announcement-state-draft = Not sent: it waits for you to press “Send it”
announcement-state-planned = Goes out on { $at }
announcement-state-sent = Went out on { $at }

announcement-none = No announcement is waiting.
announcement-is-cancelled = This announcement was called back. Please write a new one.
announcement-is-out = This announcement went out on { $at }, so it can no longer be changed or called back. You can send another one that puts it right.
