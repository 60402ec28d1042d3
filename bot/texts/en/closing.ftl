# The end of a programme. $programme, $mentor_word and $actor_word are always there.

cmd-programme-end = End the programme and all its pairs
cmd-programme-end-title = End the programme

closing-end-what = { $count ->
    [0] { $programme } has no pair that goes on. Shall I end it?
    [one] { $programme } has one pair that goes on. If you end it now, both get a word of thanks and a certificate, and their pair ends.
   *[other] { $programme } has { $count } pairs that go on. If you end it now, everybody gets a word of thanks and a certificate, and the pairs end.
} Its last day is { $ends }; by itself it ends the day after.
closing-end-button = End it now
closing-ended = { $count ->
    [0] { $programme } has ended. No pair was going on.
    [one] { $programme } and its one pair have ended, and both are being told. Its report is ready.
   *[other] { $programme } and its { $count } pairs have ended, and everybody is being told. Its report is ready.
}
closing-ended-already = { $programme } ended on { $at }. Nothing has changed now.
closing-not-running = { $programme } is not running, so there is nothing to end.

closing-guide = { $programme } ends on { $ends }. A last meeting of its own makes a good end. Here is what it can hold; take what suits you.
closing-guide-aims = Look back at your aims
closing-guide-aims-text = What did you set out to do? What came of it, and what came that you had not planned?
closing-guide-learned = Say what each of you learned
closing-guide-learned-text = First one, then the other. Name one thing that your partner did that helped.
closing-guide-touch = Agree whether and how you stay in touch
closing-guide-touch-text = Now and then, about one topic, or not at all: each answer is fine when both know it.
closing-guide-thanks = Close it
closing-guide-thanks-text = Decide what happens to your notes, and thank each other.
closing-guide-button = Plan the last meeting

closing-end = { $programme } ends here, and your pair with it. Thank you for the time you gave. { $meetings ->
    [0] No meeting of yours was logged, so I have made no certificate. If you did meet, log it and ask your facilitator.
    [one] Your certificate is attached; it says your role and the hours of your one meeting, nothing else.
   *[other] Your certificate is attached; it says your role and the hours of your { $meetings } meetings, nothing else.
} You may of course go on meeting; I then no longer remind you.
closing-end-waiting = { $programme } ends here, and you are not in a pair now. I am sorry that none came of it for you this time. { $meetings ->
    [0] When the next programme opens, you are welcome to apply.
   *[other] Your certificate for the meetings you had is attached. When the next programme opens, you are welcome to apply.
}
closing-data = What happens to your data
closing-data-text = Applications of those who had no pair are erased { $unplaced } days after the end, all others { $placed } days after it. You can see, take with you or erase what is yours at any time.
closing-data-button = What is kept about me
closing-follow-up = It is a while since { $programme } ended. What has come of it since then? A line to your partner about it, now, is often the one they remember.
closing-report = { $programme } has ended. The report for your board is ready. Write down now what you would do differently next time: in a month it is forgotten. Applications without a pair are erased in { $unplaced } days, so keep the report.
closing-report-button = See the report

certificate-title = Certificate
certificate-line = { $name } took part in { $programme } as { $roles }.
certificate-theme = The theme was { $theme }.
certificate-dates = { $starts } – { $ends }
certificate-hours = { $hours ->
    [one] One hour
   *[other] { $hours } hours
} in { $meetings ->
    [one] one meeting
   *[other] { $meetings } meetings
}
certificate-by = { $community }
certificate-note = Hours are those the pair logged. This certificate says nothing about what they spoke of.
