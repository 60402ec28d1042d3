# Matching: the facilitator's draft, the round that goes out, the time to say no, the introduction. Why a pair fits is
# in matching-reasons.ftl.

cmd-match-draft = Find the best pairs among those who wait, for you to decide on
cmd-match-draft-title = Draft the pairs
cmd-match-show = See the draft, the weakest pairs first
cmd-match-show-title = Show the draft
cmd-match-show-page = Page
cmd-match-lock = Keep a pair of the draft
cmd-match-lock-title = Keep a pair
cmd-match-unlock = Let the next draft decide about a pair again
cmd-match-unlock-title = Release a pair
cmd-match-forbid = Never this pair: find the others anew
cmd-match-forbid-title = Never this pair
cmd-match-allow = Take back that two people are never paired
cmd-match-allow-title = Allow a pair again
cmd-match-allow-first = One of the two
cmd-match-allow-second = The other
cmd-match-move = Put two people together by hand
cmd-match-move-title = Make a pair by hand
cmd-match-move-actor = Who is mentored
cmd-match-move-mentor = Who mentors
cmd-match-publish = Propose the pairs of the draft, and tell those left over
cmd-match-publish-title = Publish the pairs
cmd-match-publish-alone = Write to those left over, with no pair
cmd-match-veto = Say no to a pair that was proposed to you
cmd-match-veto-title = Not this one, please
cmd-match-again = Wait for a pair again
cmd-match-again-title = Match me again
cmd-match-other = Ask for something else while you wait for a pair
cmd-match-other-title = Something else
cmd-match-other-what = What would you like meanwhile?
cmd-match-introduce = Introduce a pair of which you have told one side yourself
cmd-match-introduce-title = Introduce them
option-group_seat = A seat in a group
option-peer_pair = A pair of equals
option-one_talk = One talk with a mentor

## The draft, to the facilitator

match-title = The draft of { $programme }, page { $page } of { $pages }
match-summary = { $pairs ->
    [0] There is no pair.
    [one] One pair, with { $total } of { $most } points.
   *[other] { $pairs } pairs, with { $total } of { $most } points in all. The weakest come first.
} { $left ->
    [0] Nobody is left over.
    [one] One person has no pair.
   *[other] { $left } people have no pair.
} Only you see this. The points say how well two applications fit each other, and promise nothing.
match-not-best = There may be a better draft: these pairs are not the best that the applications allow.
match-pair = { $mentor } ({ $mentor_word }) and { $actor } ({ $actor_word })
match-pair-plain = { $mentor } and { $actor }
match-points = { $points } of 100
match-kept = kept
match-side-mentor = { $mentor_word }
match-side-actor = { $actor_word }
match-side-either = either side
match-left = Without a pair: { $name } ({ $role })
match-never = Never paired: { $first } and { $second }
match-look-first = Look at this first
match-without-account = { $name } has no account here, so I cannot write to them. Please tell them yourself.
match-without-consent = { $count ->
    [one] One application has no consent and is not in the draft.
   *[other] { $count } applications have no consent and are not in the draft.
}
match-wish-of-nobody = { $name } wished for “{ $wish }”, and I know nobody of that name among the applicants. I have asked { $name }.
match-wish-of-several = { $name } wished for “{ $wish }”, which could be { $people }. I have asked { $name }.
match-unclear-avoid = { $count ->
    [one] A name on the private list of { $name } is not clear. I have asked { $name }, and keep everybody apart whom it may mean.
   *[other] { $count } names on the private list of { $name } are not clear. I have asked { $name }, and keep everybody apart whom they may mean.
}
match-changed = What is different now:
match-nothing-changed = Nothing is different from the draft before.
match-gone = – no longer { $mentor } and { $actor }
match-new = – new: { $mentor } and { $actor }
match-more-changes = – and { $count } more
match-no-draft = { $waiting ->
    [0] There is no draft, and nobody is waiting for a pair.
    [one] There is no draft yet. One person is waiting for a pair.
   *[other] There is no draft yet. { $waiting } people are waiting for a pair.
}
match-draft-broken = { $mentor } and { $actor } are not a pair any more: one of them has left, is away or has a pair. Draft again to fill the gap.
match-which-pair = Which pair
match-locked = { $mentor } and { $actor } stay together when you draft again.
match-unlocked = The next draft decides about { $mentor } and { $actor }.
match-forbidden = { $mentor } and { $actor } will never be a pair in this programme.
match-allowed = { $first } and { $second } may be a pair again. Draft again to see whether they become one.
match-lock-button = Keep
match-unlock-button = Release
match-forbid-button = Never this pair
match-allow-button = Allow it again
match-draft-button = Draft again
match-show-button = Show the draft
match-move-button = Make a pair by hand
match-next-button = Next page
match-publish-button = Publish
match-publish-confirm = { $pairs ->
    [one] Propose one pair to the two people now, and tell those left over?
   *[other] Propose { $pairs } pairs to their people now, and tell those left over?
}
match-tell-waiting-button = Tell them there is no pair yet
match-tell-waiting-confirm = Tell everybody who waits that there is no pair for them yet?
match-list-button = Show all pairs

match-programme-over = { $programme } is over, so nobody can be paired in it.
match-not-a-draft = This pair has been published, so it is not part of the draft any more. To end it, use the list of pairs.
match-was-not-forbidden = { $first } and { $second } may be paired already.
match-nothing-to-publish = There is no draft to publish. Draft the pairs first: /mentoring match draft
match-not-proposed = This pair is not waiting to be introduced.
match-all-told = Both of them know. They are introduced on { $until } unless one of them says no.

## The round

match-published = { $pairs ->
    [one] One pair is being told. The two can say no until { $until }; silence is yes, and then I introduce them.
   *[other] { $pairs } pairs are being told. They can say no until { $until }; silence is yes, and then I introduce them.
} Where it is night or a holiday, my word arrives at the next working hour.
match-published-none = No pair has been published.
match-waiting-told = { $count ->
    [0] Nobody had to be told that there is no pair for them yet.
    [one] One person is told that there is no pair for them yet.
   *[other] { $count } people are told that there is no pair for them yet.
}
match-not-published = { $mentor } and { $actor } are not published: one of them has left, is away or has a pair. The other stays in the queue.

match-proposed-title = A pair for you
match-proposed-mentor = We would like to pair you with { $partner }, who would be your { $mentor_word } in { $programme }. If that suits you, there is nothing to do: on { $until } I introduce you to each other.
match-proposed-actor = We would like to pair you with { $partner }, who would be your { $actor_word } in { $programme }. If that suits you, there is nothing to do: on { $until } I introduce you to each other.
match-proposed-moved = You and { $partner } have a little more time: I introduce you to each other on { $until }. If that suits you, there is nothing to do.
match-proposed-shared = What you have in common
match-veto-button = Not this one, please
match-veto-confirm = Say no to a pair with { $partner }? You need no reason, and I do not say that it was you.
match-vetoed-thanks = Thank you for saying so. This pair does not come about, and you will not be paired with this person in { $programme }. You keep your place in the queue. I do not tell who said no.
match-vetoed-already = That is settled: this pair does not come about, and you keep your place in the queue.
match-veto-ended = This pair has ended already.
match-veto-too-late = The time to say no ended on { $until }. You can still say in private how it fits, or leave the pair; neither needs a reason.
match-veto-which = Use the button in the message about the pair, or ask for /mentoring mine.
match-fit-button = Say how it fits
match-leave-button = Leave the pair
match-reopened = The pair with { $partner } does not come about. That says nothing about you. You keep your place in the queue of { $programme }, and I write when there is a new pair for you.
match-mine-button = What is mine now
match-vetoed = { $mentor } and { $actor } do not become a pair: one of them said no or has left ({ $at }). Whoever is here still waits again, and the two are not paired again unless you allow it.

match-left-over-title = No pair for you yet
match-left-over = { $reason } You stay in the queue of { $programme }, in place { $place }. I write again on { $next }. Meanwhile, would something else help you?
match-left-over-later = I promised to write today. There is still no pair for you in { $programme }; you are in place { $place } of the queue, and I write as soon as there is one. You can see your place at any time with /mentoring mine. Meanwhile, would something else help you?
match-other-button = Something else meanwhile
match-other-asked = I have told the facilitator that you would like this meanwhile: { $what }. You stay in the queue.
match-other-told = { $name } waits for a pair in { $programme } and would like this meanwhile: { $what }.
match-not-waiting = You are not waiting for a pair in this programme just now.
match-waiting-again = You are in the queue of { $programme } again, in place { $place }, with the date on which you first applied. I write when there is a pair for you.
match-back = { $name } is without a pair in { $programme } and waits for a new one, ahead of those who applied later.
match-has-a-pair = You have a pair in this programme. Leave it first if you would like another.
match-has-all = { $count ->
    [one] You have one pair, which is as many as you said you take.
   *[other] You have { $count } pairs, which is as many as you said you take.
} Change your application if you can take more.
match-apply-first = You have no application in { $programme } just now. Please apply first.
match-apply-closed = You have no application in { $programme } just now, and applications are closed. If you would like to take part, ask { $facilitators }, who decides.
match-apply-button = Apply
match-names-asked = In your application for { $programme } you named somebody, and I am not sure whom you mean. Only you see this. Please change the name in your application:
match-name-nobody = – “{ $name }”: I know nobody of that name here.
match-name-several = – “{ $name }”: more than one person here has that name. Please ask your facilitator how to tell them apart.
match-names-button = Change my application

## The introduction

match-half-told = { $mentor } and { $actor }: I could not reach { $people }, so the pair is not introduced yet. Please tell them yourself, then introduce the pair. The other does not know of this.
match-introduce-button = Introduce them
match-introduced = They are introduced now.
match-place = { $mentor } and { $actor }
match-introduction-title = Welcome, both of you
match-introduction = { $mentor } and { $actor }, this is your own place in { $programme }. I post here and read nothing. The next step is { $actor }’s: propose a time for your first meeting.
match-welcome-title = You are a pair
match-welcome-mentor = You and { $partner } are a pair in { $programme } now, with { $partner } as your { $mentor_word }. The next step is yours: propose a time for your first meeting. Your agreement can wait until then.
match-welcome-actor = You and { $partner } are a pair in { $programme } now, with { $partner } as your { $actor_word }. The next step is { $partner }’s, who proposes a time for your first meeting; you can do so too. Your agreement can wait until then.
match-welcome-privacy = I am Luotsi, the programme’s bot. I keep what you type or press for me: your application, the dates and lengths of your meetings, and the words of your agreement, which only you two can read. The facilitator sees dates and whether you have agreed. Nobody reads what you write to each other, and neither do I. To see, correct or erase what I keep, use /mentoring my-data.
match-meeting-button = Plan the first meeting
match-agreement-button = See the agreement
