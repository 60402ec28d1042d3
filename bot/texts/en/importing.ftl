# Reading a file of applications. $row is the row as the spreadsheet shows it, $column the column's header,
# $value what stands in the cell.

## A file that cannot be used

import-refused-empty = This file is empty. Please export the answers again and choose the new file.
import-refused-too-big = This file has about { $size } MB, and I read up to { $most } MB. Please choose the file with the answers only, without attachments.
import-refused-binary = This file is not text. Please export the answers as CSV and choose that file.
import-refused-spreadsheet = This is a spreadsheet file. Please open it, save it as CSV (UTF-8), and choose that file.
import-refused-one-column = I find only one column here. Please export the answers as CSV with a semicolon, a comma or a tab between the columns.
import-refused-no-header = I find no row with the names of the columns. Please put one above the answers.
import-refused-no-rows = There are column names here but no answers below them. Please check that the export holds the answers.
import-refused-same-header = Columns { $first } and { $second } are both called “{ $header }”. Please rename one of them in the file, so that they can be told apart.
import-refused-too-many-columns = This file has { $count } columns, and I read up to { $most }. Please delete those that are not needed.
import-refused-too-many-rows = This file has { $count } rows, and I read up to { $most }. Please divide it into smaller files.
import-refused-quote = A quotation mark is out of place in row { $row } or opens there and never closes. Please correct that row, or export the answers again.
import-refused-cell-too-long = A cell in row { $row } is far too long; perhaps a quotation mark there never closes. Please correct that row.
import-refused-mapping = The saved meaning of the columns cannot be read. Please choose the columns once more.
import-refused-other-headers = This file has other columns than the ones you chose the meaning for. Please choose the columns for this file.

## The meaning of the columns

import-mapping-no-name = No column holds people’s names. Please choose which one does.
import-mapping-half-name = There is a column for half of the name only. Please choose both a first name and a family name, or one column for the whole name.
import-mapping-no-role = No column says who would be a mentor and who would be mentored. Please choose which one does.
import-mapping-two-columns = { $columns } cannot all mean the same. Please keep one and ignore the others.
import-mapping-no-detail = The column “{ $column }” stands for one choice. Please write which topic or language it is.
import-mapping-no-consent = No column says that people agreed to their answers being stored. Please go on only if they agreed in another way.
import-mapping-no-email = No column holds e-mail addresses, so people who answered twice are recognised by their names only.

import-field-name = Name
import-field-first_name = First name
import-field-family_name = Family name
import-field-email = E-mail address
import-field-role = Role
import-field-aims = Aims
import-field-offers = Topics offered
import-field-wants = Topics wanted
import-field-topics = Topics, offered and wanted
import-field-topic_flag = One topic, ticked or not
import-field-language_flag = One language, ticked or not
import-field-languages = Languages
import-field-format = How to meet
import-field-place = Place
import-field-location = Place and time zone in one
import-field-time_zone = Time zone
import-field-capacity = How many at once
import-field-wishes = People wished for
import-field-avoid = People to avoid (private)
import-field-employer = Employer
import-field-note = Note
import-field-consent = Consent
import-field-submitted_at = When the answer was sent
import-field-respondent = Number of the answer
import-field-ignore = Leave out

import-certainty-doubtful = please check

## Questions

import-question-capacity = { $count ->
        [one] One person answers “{ $value }” to “{ $column }”. How many may that be?
       *[other] { $count } people answer “{ $value }” to “{ $column }”. How many may that be?
    }
import-question-capacity-empty = { $count ->
        [one] One person who may be a mentor says nothing to “{ $column }”. How many may that be?
       *[other] { $count } people who may be mentors say nothing to “{ $column }”. How many may that be?
    }
import-question-role = { $count ->
        [one] One person answers “{ $value }” to “{ $column }”. Which role is that?
       *[other] { $count } people answer “{ $value }” to “{ $column }”. Which role is that?
    }
import-question-consent = { $count ->
        [one] One person answers “{ $value }” to “{ $column }”. Is that a yes?
       *[other] { $count } people answer “{ $value }” to “{ $column }”. Is that a yes?
    }
import-question-choices = Is “{ $value }” in “{ $column }” one choice or several? ({ $count ->
        [one] one row
       *[other] { $count } rows
    })
import-question-zone = { $count ->
        [one] One person answers “{ $value }” to “{ $column }”. Which time zone is that, for example Europe/Helsinki?
       *[other] { $count } people answer “{ $value }” to “{ $column }”. Which time zone is that, for example Europe/Helsinki?
    }

import-option-none = Leave it open
import-option-yes = Yes
import-option-no = No
import-option-mentor = Mentor
import-option-actor = The one who is mentored
import-option-either = Either
import-option-one = One choice
import-option-several = Several choices

## Findings

import-problem-role = Row { $row }: I do not know the role “{ $value }” in “{ $column }”. This person is left out until you say which role it is.
import-problem-role-empty = Row { $row }: there is no role in “{ $column }”. Please ask this person, and add it to the file.
import-problem-email = Row { $row }: “{ $value }” in “{ $column }” is not one e-mail address. The person is taken without it; please correct it.
import-problem-capacity-negative = Row { $row }: “{ $value }” in “{ $column }” is less than nothing. Please ask how many it should be; it is left open for now.
import-problem-capacity-fraction = Row { $row }: “{ $value }” in “{ $column }” is not a whole number. Please ask how many it should be; it is left open for now.
import-problem-capacity-text = Row { $row }: I find no number of people in “{ $value }” in “{ $column }”. Please ask how many it should be; it is left open for now.
import-problem-capacity-clipped = Row { $row }: “{ $value }” in “{ $column }” is more than { $most }, so { $most } is taken. Please check it with this person.
import-problem-language = Row { $row }: I do not know the language “{ $value }” in “{ $column }”. Please write its name in English or its code.
import-problem-format = Row { $row }: I do not understand “{ $value }” in “{ $column }”. Online, in person or either is meant; either is taken for now.
import-problem-tick = Row { $row }: “{ $value }” in “{ $column }” is neither a tick nor empty. Please write 1 or 0.
import-problem-too-long = Row { $row }: “{ $column }” has { $length } characters, and { $longest } is the most. It is left out; please shorten it and read the file again.
import-problem-wishes = Row { $row }: “{ $column }” names more than { $most } people: { $value }. The first { $most } are taken.
import-problem-date = Row { $row }: I cannot read “{ $value }” in “{ $column }” as a date, for example 2026-10-14 12:30. The person is taken without it.
import-problem-date-zone = Row { $row }: the time zone in “{ $value }” in “{ $column }” has several meanings. The person is taken without this time.
import-problem-date-order = In “{ $column }” I cannot tell the day from the month, so no date is taken from it. Please write them as 2026-10-14.

import-notice-encoding = The file is not in UTF-8. I read it as { $value }: please check that names such as Äijö or Åsa look right.
import-notice-own-name = Row { $row }: this person’s own name stands in “{ $column }”. It is ignored.
import-notice-same-email = Row { $row }: { $value } gave the same e-mail address as row { $kept }, under another name. I took them for one person, so only row { $kept } stands; if they are two, please give each an address.
import-notice-same-name = Row { $row }: more than one { $value } applied, with different addresses. I took them for different people; please check.
import-note-short-row = Row { $row } has fewer cells than the others: { $value }. Please check that nothing is missing.

## Rows that gave nobody

import-left-out-no-name = Row { $row }: there is no name, or one far too long.
import-left-out-no-consent = Row { $row }: { $name } did not agree to the answers being stored.
import-left-out-consent-unclear = Row { $row }: it is not clear whether { $name } agreed to the answers being stored.
import-left-out-no-role = Row { $row }: it is not clear which role { $name } would take.
import-left-out-answered-again = Row { $row }: { $name } answered again later, in row { $kept }; the later answer stands.
import-skipped-empty = Row { $row } is empty.
import-skipped-title = Row { $row } stands above the column names: { $name }
import-skipped-totals = Row { $row } is a sum: { $name }
import-skipped-wide-row = Row { $row } has more cells than there are columns, so nobody can tell which belongs where: { $name } Please put cells that hold a separator in quotation marks.
