# The facilitator’s list. $mentor and $actor are the two of a pair, $people whom else a fact is about, $since a date.

cmd-todo = What needs a human in your programme now
cmd-todo-title = My list
cmd-letter = Write to those whom a fact on your list is about
cmd-letter-title = Write a few words
cmd-letter-about = Which fact
cmd-letter-text = Your words, sent with your name

todo-list = { $count ->
    [0] Nothing new needs you.
    [one] One thing needs you.
   *[other] { $count } things need you.
} These are facts with their dates; each goes away by itself when it is settled. Page { $page } of { $pages }.
todo-list-written = { $count ->
    [one] You have written about one more, which comes last.
   *[other] You have written about { $count } more, which come last.
}
todo-empty = Nothing needs you just now.
todo-pair = { $mentor } and { $actor }
todo-people = { $people }
todo-draft = A draft to send
todo-wrote = You wrote on
todo-next-button = Next page
todo-write-button = Change and send it
todo-write-again-button = Write again
todo-introduce-button = I have told them: introduce
todo-match-button = Draft the pairs
todo-end-button = End the pair
todo-again-button = See my list
todo-mine-button = Where things stand

todo-another = { $people } has asked for another match, on { $since }. The partner has not been told.
todo-half-told = { $people } could not be told of this pair, since { $since }.
todo-unreached = { $count ->
    [one] A message to { $people } did not arrive, or may not have, on { $since }.
   *[other] { $count } messages to { $people } did not arrive, or may not have, the first on { $since }.
}
todo-unposted = { $count ->
    [one] A post in a channel did not arrive, or may not have, on { $since }. Look whether I am still in that channel.
   *[other] { $count } posts in channels did not arrive, or may not have, the first on { $since }. Look whether I am still in those channels.
}
todo-first-missing = A pair since { $since }, and no first meeting is planned or held. I have asked both.
todo-first-late = A pair since { $since }, and still no first meeting. That is late: a personal word helps more than mine.
todo-silent = The last meeting I know of was on { $since }. I have asked both, and nobody has planned or logged one.
todo-no-agreement = A pair since { $since }, and no agreement that both have ticked. I have asked twice.
todo-alone = { $people } has been without a pair since { $since }, when this one ended, and has not said whether to look for another.
todo-waiting = { $count ->
    [one] One person waits for a match, since { $since }.
   *[other] { $count } people wait for a match, the first since { $since }.
}
todo-resuming = The pause ends on { $until }, and the pair goes on by itself.

todo-draft-another = Dear { $people }, thank you for saying that you would like another match. That happens, and nobody is to blame. When could we talk for a quarter of an hour about what would suit you better? { $facilitator }
todo-draft-half-told = Dear { $mentor } and { $actor }, you two are a pair, and I could not tell both of you by message. May I introduce you to each other here? { $facilitator }
todo-draft-unreached = Dear { $people }, the messages of our mentoring programme do not reach you. Do you still take part, and how do I reach you best? { $facilitator }
todo-draft-first-missing = Dear { $mentor } and { $actor }, a first meeting is often the hardest one to find a date for. Half an hour is enough. Which of you proposes a time? { $facilitator }
todo-draft-first-late = Dear { $mentor } and { $actor }, you have been a pair for a while now without a first meeting. Is the time wrong, or is it something that I can help with? A line is enough. { $facilitator }
todo-draft-silent = Dear { $mentor } and { $actor }, I have not heard of a meeting of yours for a while. All is well if you simply did not log it. If something is in the way, I am glad to help. { $facilitator }
todo-draft-no-agreement = Dear { $mentor } and { $actor }, a few words on what you expect of each other make a pair last. It can be by word: just tick that you have talked about it. Shall I help? { $facilitator }
todo-draft-alone = Dear { $people }, your pair has ended, and nobody is to blame for that. Would you like another one? Type /mentoring match again, or write to me. { $facilitator }
todo-draft-waiting = Dear all, you are still waiting for a match, and I have not forgotten you. I write to you again within two weeks, with a match or with something else to offer. { $facilitator }
todo-draft-resuming = Dear { $mentor } and { $actor }, your pause ends soon. If the date still fits, you need do nothing; if not, tell me. { $facilitator }

todo-written = Sent to { $people }. Where it is night or a holiday, it arrives at the next working hour.
todo-written-already = { $people } has had exactly these words from you before, so I have not sent them again.
todo-nobody = There is nobody to write to but yourself.
todo-letter = { $facilitator } writes to you
