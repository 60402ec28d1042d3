# The report for the facilitator and the board. $programme, $mentor_word and $actor_word are always there.

cmd-report = Get the figures on demand, theme and foundation, with a page for your board
cmd-report-title = Report

report-title = { $programme }: report
report-intro = { $ended ->
    [true] { $programme } has ended. Here is what it shows on its three aims; the page for your board is attached.
   *[other] { $programme } is not over, so these are figures on the way. The page for your board is attached.
}
report-subtitle = { $community }, { $starts } – { $ends }
report-subtitle-undated = { $community }
report-theme-is = Theme: { $theme }
report-made = As of { $at }
report-how-to-read = How to read this
report-how-to-read-text = Each share says of how many it is. What nobody said is counted as unsaid, never as no. Nobody is named, and what would tell of fewer than { $floor } people is left out.

report-none-yet = None yet
report-share = { $part } of { $whole } ({ $percent } %)
report-share-few = { $part } of { $whole }

report-demand = Demand
report-demand-lead = How many wanted this, by which way they came, and what they looked for.
report-applications = Applications
report-applied-count = { $withdrawn ->
    [0] { $applied }
   *[other] { $applied }, of which { $withdrawn } withdrawn
}
report-people = Sides
report-roles = { $mentors } as { $mentor_word }, { $actors } as { $actor_word }, { $either } as either
report-ratio-label = Balance
report-ratio = { $ratio } { $actor_word }s to one { $mentor_word }
report-no-mentor = Nobody applied as { $mentor_word }
report-placed = Found a pair
report-unmatched = Without a pair
report-languages = Languages
report-language = { $language } { $count }
report-other-languages = others, each spoken by few
report-by-source = By which way they came
report-source = Way
report-shown = Shown
report-opened = Opened
report-applied = Applied
report-source-channel = Channel
report-source-message = Direct message
report-source-newsletter = Newsletter
report-source-reminder = Reminder
report-source-import = Imported file
report-source-unknown = Not known
report-by-topic = Topics offered and wanted
report-topic = Topic
report-offered = Offered
report-wanted = Wanted
report-note-erased = { $count ->
    [one] One person who applied has been erased since and is in no other count.
   *[other] { $count } people who applied have been erased since and are in no other count.
}
report-note-sources = “Shown” counts what Luotsi itself posted or sent; where it cannot know, there is a dash.
report-note-topics = { $count ->
    [one] One other topic was named by too few to be shown.
   *[other] { $count } other topics were each named by too few to be shown.
}

report-theme = Theme
report-theme-lead = Whether working on one theme was reasonable.
report-on-theme = Meetings on the theme, of those where it was said
report-unsaid = Meetings where it was not said
report-by-round = How much the theme was of use
report-occasion = When
report-answered = Answered
report-mean = Mean
report-mean-value = { $mean } of 5
report-too-few = Too few to show
report-occasion-first = At the start
report-occasion-middle = At the middle
report-occasion-end = At the end
report-note-rounds = On the scale from 1 to 5, 3 is “as I expected”. Totals are shown from { $floor } answers up, after the round has closed.
report-note-no-rounds = No round of questions with the theme in it has closed yet.

report-foundation = Foundation
report-foundation-lead = What the next programme can stand on.
report-pairs = Pairs introduced
report-lasted = Lasted to the end
report-not-ended = Can be said after the end
report-left = Pairs that ended earlier
report-met = Met at least once
report-meetings = Meetings
report-meetings-count = { $meetings } logged, { $hours } hours together
report-spread = Meetings a pair
report-spread-value = { $middle } (median), from { $least } to { $most }
report-from-pairs = Shown from { $floor } pairs up
report-agreed = Pairs with an agreement both ticked
report-sessions = Whole-group meetings held
report-how = How they met
report-how-head = Way of meeting
report-met-online = Online
report-met-in_person = In person
report-met-either = Hybrid or not said
report-met-pair = The pair alone
report-met-two_pairs = Two pairs together
report-met-group = In a bigger group
report-return = Would they take part again?
report-said = They said
report-again-counts = { $same } in the same role, { $other } in the other, { $unsure } not sure, { $no } no
report-note-meetings = Meetings are those the pairs logged; what was not logged is not counted.
report-note-spread = Half of the pairs met at least as often as the median says. Meetings a pair are shown from { $floor } pairs up.

report-picture-sources = Bars: for each way the call travelled, how many opened the form and how many applied. The table below has the same figures.
report-picture-topics = Bars: for each topic, how many offer it and how many want it. The table below has the same figures.
report-picture-months = Columns: how many meetings the pairs logged in each month.
