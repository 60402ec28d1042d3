# Dates, times and lengths that could not be read. Each says what would be understood.

when-not-a-day =
    I cannot read “{ $text }” as a day. Write for example 2026-10-14, 14.10.2026, tomorrow, Tuesday or in 3 days.
when-not-a-time =
    I cannot read “{ $text }” as a time of day. Write for example 18:30, 9 or 5 pm.
when-no-time =
    “{ $text }” has a day but no time. Write both, for example { $text } 18:30.
when-day-or-month =
    Do you mean { $first } or { $second }? Please write the date as 2026-10-14 or 14.10.2026.
when-past =
    { $at } is over already. Please choose a later time.
when-not-a-length =
    I cannot read “{ $text }” as a length of up to 24 hours. Write for example 45, 90 min, 1 h 30 or 1:30.
