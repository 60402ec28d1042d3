# Matching: why a pair, why nobody, what to look at before deciding. The keys come from the rules; `mentor`, `actor`
# and `name` are people's names, lists arrive already joined.

## Parts of a score, to the facilitator

match-topics-shared = wants and offers: { $topics }
match-topics-none = none of the topics wanted are offered
match-topics-unknown = topics not told by both
match-language-shared = { $count ->
    [one] language in common: { $languages }
   *[other] languages in common: { $languages }
}
match-language-none = no language in common
match-language-unknown = languages not told by both
match-format-shared = { $format ->
    [online] both can meet online
    [in_person] both can meet in person
   *[either] both can meet online or in person
}
match-format-different = one would meet online only, the other in person only
match-place-shared = both in { $place }
match-place-online = they would meet online, so the place does not matter
match-place-different = in different places
match-place-unknown = place not told by both
match-time-zone-close = at most an hour between their clocks
match-time-zone-apart = { $hours } hours between their clocks
match-time-zone-unknown = time zone not told by both
match-wish-mutual = each wished for the other
match-wish-by-actor = wished for by the one who is mentored
match-wish-by-mentor = wished for by the one who mentors
match-wish-none = no wish for one another
match-employer-different = different employers
match-employer-same = the same employer
match-employer-unknown = employer not told by both

## What the two have in common, to both of them

match-pair-topics = One of you offers what the other would like to learn: { $topics }.
match-pair-language = You have { $count ->
    [one] a language
   *[other] languages
} in common: { $languages }.
match-pair-format = { $format ->
    [online] It suits you both to meet online.
    [in_person] It suits you both to meet in person.
   *[either] Meeting online and meeting in person both suit you.
}
match-pair-place = You are both in { $place }.
match-pair-time-zone = Your clocks are at most an hour apart.
match-pair-wish = You wished for one another.

## Somebody without a pair, to the facilitator: counts are of possible partners

match-left-topics = { $count } ruled out: no topic wanted is offered
match-left-language = { $count } ruled out: no common language
match-left-format = { $count } ruled out: no common way of meeting
match-left-place = { $count } ruled out: in another place
match-left-time-zone = { $count } ruled out: too many hours apart
match-left-employer = { $count } ruled out: the same employer
match-left-repeat = { $count } ruled out: paired before
match-left-forbidden = { $count } ruled out by you
match-left-private-wish = { $count } ruled out by a private wish
match-left-no-capacity = takes nobody at present
match-left-no-actors = there is nobody to mentor
match-left-no-mentors = there are no mentors
match-left-nobody = there is nobody else
match-left-taken = { $count ->
    [one] the one who would suit has another pair
   *[other] all { $count } who would suit have other pairs
}
match-left-full = { $count ->
    [one] { $actors } can only go to { $mentors }, who can take { $places }
   *[other] { $actors } ({ $count } people) can only go to { $mentors }, who can take { $places } in all
}
match-left-possible = { $count ->
    [one] { $count } mentor would suit, and there is room if others move
   *[other] { $count } mentors would suit, and there is room, if need be by moving others
}

## The same, to the person: neutral, without numbers or names

match-left-all-taken = Everybody who would suit you has a pair already.
match-left-no-suitable = We found nobody suitable for you this time.
match-left-language-told = Nobody this time has a language in common with you.
match-left-no-capacity-told = You said that you take nobody at present.
match-left-no-actors-told = There was nobody to mentor this time.
match-left-no-mentors-told = There were no mentors this time.
match-left-nobody-told = There was nobody else this time.

## Warnings about a draft, to the facilitator

match-warning-repeat = { $mentor } and { $actor } were paired before.
match-warning-topics = { $mentor } offers none of the topics that { $actor } wants.
match-warning-language = { $mentor } and { $actor } have no language in common.
match-warning-format = { $mentor } and { $actor } do not want to meet in the same way.
match-warning-place = { $mentor } and { $actor } are in different places.
match-warning-time-zone = There are many hours between { $mentor } and { $actor }.
match-warning-employer = { $mentor } and { $actor } work for the same employer.
match-warning-wish = { $count ->
    [one] One wish of { $name } cannot come true with these people and rules.
   *[other] { $count } wishes of { $name } cannot come true with these people and rules.
}

## What cannot be done, to the facilitator

match-error-wish-must = A wish can count high or not at all, but it cannot be a must: most people would have no pair.
match-error-twice = { $name } is in the list twice. Keep one of the two applications.
match-error-capacity = Row { $row }, { $name }: how many people a mentor takes must be a whole number, 0 or more.
match-error-side = { $mentor } cannot be the mentor of { $actor }: one of them has not applied for that side.
match-error-self = { $mentor } cannot be their own mentor.
match-error-private-wish = { $mentor } and { $actor } cannot be paired: a private wish stands against it.
match-error-forbidden = { $mentor } and { $actor } cannot be paired: you ruled that out. Allow it first.
match-error-two-mentors = { $actor } would have more than one mentor: { $mentors }. Choose one.
match-error-capacity-exceeded = { $mentor } would get { $count } people but takes { $capacity }. Take somebody away, or ask { $mentor } for more room.
match-error-both-sides = { $name } would be on both sides, but applied for one of them. Choose which.
match-error-locked = { $mentor } and { $actor } are a pair you keep. Release it first.
match-error-too-large = That is more than can be matched at once. Match in smaller groups.
match-error-table-score = Row { $row }, column { $column }: a score must be a number, 0 or more.
match-error-table-capacity = Column { $column }: a capacity must be a whole number, 0 or more.
