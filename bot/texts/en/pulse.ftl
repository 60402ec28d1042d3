# The pulse: a short round of questions. Items ask in words of our own; on the scale 3 is “as I expected”.

cmd-pulse-open = Ask everybody in a pair how it goes
cmd-pulse-open-title = Open a pulse
cmd-pulse-open-mode = Who sees the answers
cmd-pulse-open-mode-hint = This cannot be changed once it is open
cmd-pulse-open-occasion = Which pulse
cmd-pulse-close = Close a pulse before its time
cmd-pulse-close-title = Close a pulse
cmd-pulse-close-pulse = Which pulse
cmd-pulse-list = See the pulses of a programme
cmd-pulse-list-title = Pulses
cmd-pulse-answer = Answer a pulse
cmd-pulse-answer-title = Your answer
cmd-pulse-answer-pulse = Which pulse
cmd-pulse-answer-first = First question, 1 to 5
cmd-pulse-answer-second = Second question, 1 to 5
cmd-pulse-answer-third = Third question, 1 to 5
cmd-pulse-answer-again = Would you take part again?
cmd-pulse-answer-text = What would help you most just now?
cmd-pulse-withdraw = Take back your answer to a pulse that is open
cmd-pulse-withdraw-title = Take back an answer
cmd-pulse-withdraw-pulse = Which pulse
cmd-pulse-results = See the results of a pulse that is closed
cmd-pulse-results-title = Results
cmd-pulse-results-pulse = Which pulse
cmd-pulse-results-page = Page

option-named = With names, for the facilitator
option-totals = Only in totals, without names
option-first = First
option-middle = Middle
option-end = End
option-1 = 1 – much less than I expected
option-2 = 2 – less than I expected
option-3 = 3 – as I expected
option-4 = 4 – more than I expected
option-5 = 5 – much more than I expected
option-same_role = Yes, in the same role
option-other_role = Yes, in another role
option-not_sure = I’m not sure yet
option-not_again = No

pulse-name-first = First pulse
pulse-name-middle = Pulse at the middle
pulse-name-end = Pulse at the end
pulse-item-trust = How far we trust each other
pulse-item-openness = How openly we can talk
pulse-item-progress = How far I have come with my goals
pulse-item-theme = How much the theme is of use to us
pulse-item-workload = How much time and work it takes
pulse-item-again = Would you take part again?
pulse-scale-hint = From 1 (much less than I expected) to 5 (much more); 3 is as I expected

pulse-ask = { $name } of { $programme }, opened { $opened }: three short questions and a free text, one minute. You can answer until { $closes }.
pulse-remind = A reminder of the { $name } of { $programme }, opened { $opened }. You can answer until { $closes }. I remind you only once.
pulse-who-sees = Who sees your answer
pulse-who-sees-named = { $people } will see it with your name, after { $closes }. Nobody else will.
pulse-who-sees-totals = Nobody sees your answer by itself. After { $closes }, { $people } will see only totals of { $floor } answers or more, and free texts in mixed order, when at least { $floor } people wrote one. With fewer answers nothing is shown and all are deleted. Until then I keep your name with your answer, so that you can change it or take it back; when the pulse closes, I remove the name.
pulse-text-hint-named = The facilitator sees this with your name
pulse-text-hint-totals = Shown without your name. Leave out what tells who you are
pulse-answer-button = Answer
pulse-change-button = Change my answer
pulse-withdraw-button = Take it back
pulse-close-button = Close it now
pulse-close-confirm = Close this pulse? Nobody can answer after that.
pulse-results-button = See the results
pulse-open-named-button = Ask with names instead

pulse-opened = { $invited ->
    [one] One person is asked
   *[other] { $invited } people are asked
}, until { $closes }. I show no figures before that. This is what they read before they answer:
pulse-closed-now = The pulse is closed.
pulse-closed = { $name } of { $programme } is closed. You can look at the results now.
pulse-list = { $count ->
    [0] There has been no pulse yet.
    [one] There is one pulse.
   *[other] There are { $count } pulses.
}
pulse-state-open = Open until { $closes }, { $invited } asked.
pulse-state-closed = Closed on { $closes }, { $invited } asked.
pulse-answered = Thank you, your answer is in. You can change it or take it back until { $closes }.
pulse-withdrawn = Your answer is deleted. If you like, you can answer anew until { $closes }.
pulse-too-late = Thank you, but this pulse closed on { $closed }, so your answer is neither kept nor counted. If you want something to be known, please tell your facilitator.
pulse-is-closed = This pulse closed on { $closed } and takes no more answers. If you want something to be known, please tell your facilitator.
pulse-your-words = What you wrote

pulse-results = { $answers } of { $invited } who were asked have answered.
pulse-not-enough = Not enough answers. { $invited } people were asked, and totals are shown from { $floor } answers up, so that nobody can be found in them.
pulse-figures = Figures
pulse-texts = What people wrote
pulse-too-few-texts = Fewer than { $floor } people wrote something, so nothing is shown.
pulse-mean-all = { NUMBER($mean, minimumFractionDigits: 1) } ({ $answers } answers)
pulse-mean-mentor = { $mentor_word }: { NUMBER($mean, minimumFractionDigits: 1) } ({ $answers })
pulse-mean-actor = { $actor_word }: { NUMBER($mean, minimumFractionDigits: 1) } ({ $answers })
pulse-again-counts = { $same_role } in the same role, { $other_role } in another role, { $not_sure } not sure, { $not_again } no
pulse-results-more = { $count ->
    [one] Show one more
   *[other] Show { $count } more
}

pulse-none = No pulse that you could choose is open or has been held.
pulse-nobody = Nobody is in a pair yet, so there is nobody to ask.
pulse-too-few = { $invited ->
    [one] Only one person would be asked
   *[other] Only { $invited } people would be asked
}, and totals are shown from { $floor } answers up. You would never see a result. You can ask with names instead; each question says so.
pulse-already-open = A pulse is open since { $opened }. What people were told about who sees their answers (“{ $mode }”) cannot be changed. It closes on { $closes }; after that you can open another one.
pulse-still-open = This pulse is open until { $closes }. I show no figures before that, so that nobody’s answer can be read from a difference.
pulse-too-late-to-withdraw-named = This pulse is closed. To have your answer erased all the same, use /mentoring my-data.
pulse-too-late-to-withdraw-totals = This pulse is closed, and its answers carry no names any more, so yours can no longer be found.
