# What the core says, whatever the feature.

space-unknown = This place is not connected to Luotsi yet. Ask the person who installed it to connect it.
storage-unavailable = I cannot save anything just now, so nothing has changed. Please try again in a minute.
unexpected = Something went wrong on my side and nothing has changed. If it happens again, tell your facilitator this code: { $request }
already-done = That has been done already, so I have not done it twice.
outdated = This message is from an earlier version, so its button no longer works. Ask for help to see what you can do now.
unknown-command = I don’t know “{ $typed }”. Try one of these, or ask for help.
usage = Type it like this: { $line }
several = { $count ->
    [one] One thing for you.
   *[other] { $count } things for you.
}
perhaps-repeated = You may have had this message before: the first time I could not see whether it arrived.

not-allowed-admin = Only an administrator can do that. Ask the person who installed Luotsi.
not-allowed-facilitator = Only the facilitator of this programme can do that.
not-found-community = There is no such community.
not-found-person = I can’t find that person here.
not-found-pairing = I can’t find that pair among yours.
not-found-programme = There is no programme here yet.
not-found-programme-named = There is no programme called “{ $value }” here.
not-found-programme-cli = { $count ->
    [0] There is no programme called “{ $value }”. Make it in the chat with /mentoring programme create, or add --create.
   *[other] There is no programme called “{ $value }”. There is { $names }.
}
not-found-application = I can’t find that application.
not-found-meeting = I can’t find that meeting among yours.
not-found-session = I can’t find that session.
not-found-announcement = I can’t find that announcement.
not-found-pulse = I can’t find that pulse.
not-found-agreement = I can’t find that agreement among yours.
not-found-space = This place is not connected to Luotsi any more.
not-found-account = I can’t find that account.
not-found-concern = I can’t find that concern.

argument-missing = Please fill this in.
argument-too-long = That is { $length } characters, and { $most } fit here. Please shorten it.
argument-number = Please give a whole number from { $least } to { $most } instead of “{ $value }”.
argument-one-of = “{ $value }” is not one of the choices: { $choices }.
argument-yes-no = Please answer yes or no instead of “{ $value }”.
argument-nobody = I know nobody here called “{ $value }”.
argument-several-people = “{ $value }” could be { $people }. Please give the whole name.
argument-id = “{ $value }” is not a number that I gave you. Use the buttons, or the number after the #.
argument-which-pair = Which pair do you mean?
argument-which-programme = Which programme do you mean?

option-yes = Yes
option-no = No
option-mentor = Mentor
option-actor = Actor
option-either = Either is fine
option-online = Online
option-in_person = In person
form-submit = Send
form-next = Next

help-title = What I can do
help-button = Help
help-intro = I am Luotsi. I help this mentoring programme along. I read only what you type or press for me, never what you write to each other.
help-everybody = For everybody
help-facilitator = For the facilitator
help-admin = For the administrator
guide-anyone = everybody
guide-facilitator = facilitator
guide-admin = administrator
cmd-help = What you can ask for
cmd-help-title = Help

# The app in Slack
slack-command = Your mentoring: apply, meet, ask
slack-hint = mine, apply, meeting plan, help …
slack-about = Runs mentoring programmes for pairs and groups
slack-again = I was too slow to open the form. Press once more, and it opens.
slack-stranger = I am here for the members of this workspace only. Ask the people who run the programme how you can take part.
