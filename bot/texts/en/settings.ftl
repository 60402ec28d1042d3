# What a person sets for themselves.

cmd-settings-show = See and change your settings
cmd-settings-show-title = My settings
cmd-settings-zone = Set your time zone
cmd-settings-zone-title = Change the time zone
cmd-settings-zone-text = Where you are
cmd-settings-zone-text-hint = A city or a zone, such as Tampere or Europe/Helsinki
cmd-settings-language = Set the language I write to you in
cmd-settings-language-title = Change the language
cmd-settings-language-language = Which language shall I write in?
cmd-settings-quiet = Set the hours in which I don’t write to you
cmd-settings-quiet-title = Change the quiet hours
cmd-settings-quiet-since = Quiet from
cmd-settings-quiet-since-hint = For example 18:00. The same time twice means no quiet hours
cmd-settings-quiet-until = Quiet until
cmd-settings-quiet-until-hint = For example 8:00
cmd-settings-country = Set the country whose public holidays you keep
cmd-settings-country-title = Change the country
cmd-settings-country-country = Country
cmd-settings-country-country-hint = For example Finland or FI; “none” for the one of this community
cmd-stop = Get no more messages from me
cmd-stop-title = Stop all messages
cmd-start = Get messages from me again
cmd-start-title = Start messages again

option-en = English

settings-shown = These are your settings. I write on working days only, outside your quiet hours.
settings-language = Language
settings-zone = Time zone
settings-now = { $now }
settings-quiet = Quiet hours
settings-quiet-hours = { $since } to { $until }
settings-quiet-never = None on working days
settings-country = Public holidays
settings-country-none = No country set
settings-reached = Where I reach you
settings-reached-open = By direct message in { $space }
settings-reached-closed = Nowhere: direct messages in { $space } are closed for me. Open them and write to me there.
settings-reached-nowhere = Nowhere: I know no account of yours.
settings-reached-stopped = Nowhere, because you asked me to stop.

settings-zone-set = I now write to you on this clock. It is { $now } there, isn’t it? What I was holding for your old hours goes by the new ones.
settings-zone-which = { $count ->
    [one] “{ $value }” alone names no place. Is this your clock?
   *[other] “{ $value }” can mean several places. Which clock is yours? If it is not here, type settings zone and your city.
}
settings-zone-unknown = I don’t know a place called “{ $value }”. Write the nearest big city, or a zone such as Europe/Helsinki.
settings-language-set = I now write to you in { $language }.
settings-quiet-set = Your quiet hours are now: { $hours }. Weekends and public holidays stay quiet too.
settings-country-set = Your public holidays are now: { $country }.
settings-country-unknown = I don’t know the public holidays of “{ $value }”. Write the country’s English name or its two letters, such as FI, or “none”.

settings-stopped = You get no more messages from me; what was waiting for you has been dropped. Your place, your pair and your data stay as they are. If you are in a pair, your partner learns only that I no longer write to you. You can still ask me for anything here.
settings-started = I write to you again from now on. What came up meanwhile is not sent afterwards, so have a look at where things stand.
settings-not-stopped = Messages were on already, and they stay on.
settings-partner-stopped = { $partner } no longer gets messages from me, such as reminders. Nothing else about your pair has changed: please agree on your next meeting with each other directly.

settings-stop-button = Stop all messages
settings-start-button = Start messages again
settings-back-button = My settings
settings-data-button = What is kept about me
settings-mine-button = Where things stand
