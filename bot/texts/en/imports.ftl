# Applications from a file. What the reading itself has to say is in importing.ftl.

cmd-import = Take applications from a CSV file
cmd-import-title = Import applications
cmd-import-file = The file
cmd-import-file-hint = A CSV file, as your form service or spreadsheet exports it, up to 5 MB. You see what is in it before anything is stored.
cmd-import-dry-run = Only try: store nothing
cmd-imported-show = See the file that is waiting
cmd-imported-show-title = Waiting file
cmd-imported-column = Say what a column of the file means
cmd-imported-column-title = A column’s meaning
cmd-imported-column-column = Which column?
cmd-imported-column-meaning = What does it mean?
cmd-imported-column-detail = Only for one topic or language: which?
cmd-imported-answer = Answer a question about the file
cmd-imported-answer-title = Your answer
cmd-imported-answer-question = Which question?
cmd-imported-answer-value = Your answer
cmd-imported-confirm = Store the file that is waiting
cmd-imported-confirm-title = Store
cmd-imported-cancel = Forget the file that is waiting
cmd-imported-cancel-title = Forget

import-title = Applications from a file
import-summary = { $count ->
    [one] I read one application
   *[other] I read { $count } applications
}: { $mentor_word } { $mentors }, { $actor_word } { $actors }, either { $either }.
import-columns-first = I cannot read the people yet: something about the columns has to be settled first.
import-waiting = Nothing is stored yet. Please look it through, then store it. The file waits for a day and is then erased.
import-trial = This was a trial: nothing is stored, and the file is not kept.

import-file = File
import-delimiter-semicolon = separated by semicolons
import-delimiter-comma = separated by commas
import-delimiter-tab = separated by tabs
import-delimiter-bar = separated by bars
import-count-capacity = Places with those who would mentor
import-count-avoid = Names in private avoid lists
import-count-without-zone = Without a time zone
import-stand-in = Their time zone for now
import-stand-in-zone = { $zone }, as for everybody here who told none
import-count-left-out = Applications left out
import-count-open = Questions still open
import-columns = How I read the columns
import-columns-remembered = How I read the columns, as you confirmed for an earlier file
import-question = A question
import-answered = It counts as
import-settled = Settled
import-open-now = { $count ->
    [0] No question is open any more. Nothing is stored yet.
    [one] One question is still open. Nothing is stored yet.
   *[other] { $count } questions are still open. Nothing is stored yet.
}
import-other-button = Another number
import-tell-button = Say which
import-notes = Please note
import-left-out = Left out
import-problems = Please check
import-unused-answer = Nobody answered “{ $value }”, so your answer about it changes nothing.
import-more-lines = { $count ->
    [one] And one more; it is in the report.
   *[other] And { $count } more; they are in the report.
}
import-more-names = { $count ->
    [one] one more
   *[other] { $count } more
}

import-store-button = { $count ->
    [one] Store one application
   *[other] Store { $count } applications
}
import-column-button = Change a column
import-cancel-button = Forget the file
import-show-button = See the whole report
import-still-open = { $count ->
    [one] One question is still open; what it is about stays unsaid.
   *[other] { $count } questions are still open; what they are about stays unsaid.
}
import-list-button = See who has applied
import-stored = The applications are stored.
import-nothing-new = Nothing has changed: all of this was here already.
import-stored-new = New
import-stored-changed = Changed
import-stored-unchanged = As they were
import-stored-kept = Told something later here, which stays
import-stored-left-out = Left out
import-stored-unclear = Not clear who is meant
import-stored-unseen = Not seen here yet
import-unclear-heading = Not clear who is meant
import-unclear = Several people here have this name, and no e-mail address tells them apart. Please add it to the file, or ask them to type /mentoring apply
import-unseen-heading = Not seen here yet
import-unseen = I cannot write to them before I have seen them. Please ask them to type /mentoring
import-cancelled = The file is forgotten, and nothing of it is stored.

import-choose-file = Please choose the file itself.
import-programme-ended = { $programme } is over, so it takes no more applications.
import-no-such-column = There is no column “{ $value }”. Please give its number, from 1 to { $count }, or its name.
import-no-such-field = A column cannot mean “{ $value }”. It can be: { $fields }.
import-answer-unfit = I cannot take “{ $value }” as an answer to this. Please choose one of those proposed, or a whole number or a city where that is asked.
import-question-gone = That question is not open any more. Please look at the file again: type /mentoring imported show
not-found-pendingimport = No file of yours is waiting: it has been stored or forgotten, or its day is over. To start again, type /mentoring import

# The command line.
import-dry-run-done = This was a dry run: nothing is stored.
import-confirm-question = Store these applications?
