# What is kept about a person. For each kind of data: its name, what it is for and who reads it, and what erasing does.

cmd-my-data-show = See what I keep about you
cmd-my-data-show-title = My data
cmd-my-data-export = Get everything I keep about you as files
cmd-my-data-export-title = Export my data
cmd-my-data-correct = Put your name right
cmd-my-data-correct-title = Correct my name
cmd-my-data-correct-name = Your name
cmd-my-data-erase = Erase what I keep about you
cmd-my-data-erase-title = Erase my data

my-data-shown = This is all I keep about you: what you typed or pressed for me, and what follows from it. I never read what you write to each other.
my-data-entries = Entries
my-data-export-button = Get it as files
my-data-correct-button = Correct my name
my-data-erase-button = Erase it
my-data-back-button = What is kept about me
my-data-again-button = Ask for another match
my-data-exported = Here is everything I keep about you: one file to read, one for a spreadsheet, one for a computer. What others told me is not in it. A wrong e-mail address is changed by your facilitator.
my-data-title = What Luotsi keeps about { $name }
my-data-nothing = Nothing.
my-data-head-kind = Kind of data
my-data-head-field = Field
my-data-head-value = Value
my-data-corrected = Your name is now { $name }.
my-data-kept-without-words = Kept for the programme.
my-data-erased-without-words = Erased, or kept without your name where others still need it.

my-data-erase-what = If you go on, this happens at once and cannot be undone. Your pairs end with a neutral note to your partner; nobody is told why. { $last_admin ->
    [true] You are the only administrator: after this nobody can look after this community until a new one is named.
   *[other] Here is what happens to each kind of data:
}
my-data-erase-sure = Erase everything that is yours, now and for good?
my-data-erase-confirm-button = Yes, erase it
my-data-keep-button = No, keep it
my-data-erased = It is done. What was only yours is erased; what others still need no longer carries your name. If you write to me again, I know you as somebody new.
my-data-former-member = former member
my-data-partner-left = Your partner in { $programme } is no longer here, so your pair has ended. This has nothing to do with you. Meetings ahead are off. You can ask for another match, at your old place in the queue.
my-data-contact-gone = The person named for concerns in { $programme } is no longer here, so a concern reaches nobody now. Please name somebody else.
my-data-contact-button = Name a contact

data-person = You
data-person-kept = Your name, e-mail address, settings and the account I write to. Everybody in your programme sees your name; the facilitator sees the address.
data-person-erased = Erased. A row without any of it stays and reads “former member”, because pairs and counts point at it.
data-rights = Your rights
data-rights-kept = What you may do as facilitator, administrator or contact.
data-rights-erased = Erased. If you are the contact for concerns, the facilitator is asked to name another.
data-messages = Messages to you
data-messages-kept = Which messages were planned for you, when, and whether they arrived, so that none is sent twice.
data-messages-erased = Erased. What is waiting for you is not sent.
data-concerns = Concerns you told with your name
data-concerns-kept = Only the contact of the programme reads them. Those told without your name are not among them.
data-concerns-erased = Settled ones are erased. Open ones lose your name, because the contact still has to act on them.
data-applications = Your applications
data-applications-kept = What you told a programme to find you a pair. The facilitator reads it; whom you would rather avoid is seen by nobody else.
data-applications-erased = Erased.
data-imports = Files you imported
data-imports-kept = A file of applications that you have not confirmed or cancelled yet, for you alone.
data-imports-erased = Erased.
data-pairings = Your pairs
data-pairings-kept = With whom you were matched, when the pair began, paused and ended, and a reason that you gave. Both of you and the facilitator see it.
data-pairings-erased = Pairs that were only drafted are erased. Others stay for your partner and for the counts, with “former member” in your place and without a reason of yours.
data-fit-answers = How the match felt
data-fit-answers-kept = Your answers after the first meeting. Your partner does not see them; the facilitator sees only a wish for another match.
data-fit-answers-erased = Erased.
data-sessions = Whole-group meetings
data-sessions-kept = What you answered to invitations, and the meetings that you planned.
data-sessions-erased = Your answers are erased. Meetings that you planned stay, without your name.
data-announcements = Announcements
data-announcements-kept = What you announced to everybody.
data-announcements-erased = They stay as they were sent, without your name.
data-pulse = Your answers to rounds of questions
data-pulse-kept = In rounds with names, the facilitator reads them. In rounds in totals only, they are yours only until the round closes; after that nobody knows whose is which, nor do I.
data-pulse-erased = Erased, but for those in totals of closed rounds, which nobody can find any more.
