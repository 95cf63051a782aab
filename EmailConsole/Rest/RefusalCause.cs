namespace EmailConsole.Rest;

/// <summary>Why a program was refused, by whichever door it came. Kept by name. A closed list: what a reply says is for the program, what to do about it follows from this.</summary>
public enum RefusalCause
{
    /// <summary>From is not one that the tenant lets its programs use.</summary>
    SenderNotAllowed = 0,

    /// <summary>From is one, but the super tenant's server, by which the mail would leave, does not send for it.</summary>
    SenderNotPermitted = 1,

    /// <summary>User name or key are wrong, or the key is not for this.</summary>
    SignIn = 2,

    /// <summary>Nobody could tell whether they are right.</summary>
    SignInNotChecked = 3,

    /// <summary>It did not encrypt, or did not sign in.</summary>
    NotSignedIn = 4,

    /// <summary>It wanted to sign in by what is not offered.</summary>
    Mechanism = 5,

    /// <summary>The key, or the tenant, was good at sign-in and is not any more.</summary>
    KeyGone = 6,

    /// <summary>There is no provider that could send it.</summary>
    NoProvider = 7,

    /// <summary>The tenant has as much waiting as it may.</summary>
    QueueFull = 8,

    /// <summary>There was no memory for so large a message.</summary>
    NoMemory = 9,

    /// <summary>The database could not be written.</summary>
    NotStored = 10,

    /// <summary>A fault of the console.</summary>
    Fault = 11,

    /// <summary>The message is larger than any may be.</summary>
    TooLarge = 12,

    /// <summary>It has more recipients than one message may.</summary>
    TooManyRecipients = 13,

    /// <summary>The address of a recipient is none, or nobody is left.</summary>
    Recipient = 14,

    /// <summary>The address of the envelope's sender is none.</summary>
    SenderAddress = 15,

    /// <summary>An address beyond ASCII was not announced.</summary>
    International = 16,

    /// <summary>The message is none that can be passed on.</summary>
    Malformed = 17,

    /// <summary>It would have to be changed, and its signature forbids it.</summary>
    Signature = 18,

    /// <summary>A field <c>X-EmailConsole-…</c> is wrong, or its idempotency key was used.</summary>
    Extras = 19,

    /// <summary>It was here before, or at too many servers.</summary>
    Loop = 20,

    /// <summary>The program does not speak the protocol as it should, or asked for what is not offered.</summary>
    Protocol = 21,

    /// <summary>It stood behind a command that was refused, and had been sent before the program could know.</summary>
    Consequence = 22,

    /// <summary>There are as many connections as may be: in all, from one address or with one key.</summary>
    TooManyConnections = 23,

    /// <summary>Too much on one connection: mistakes, commands without a message, messages.</summary>
    TooMuch = 24,

    /// <summary>The program was silent, or slow, for too long.</summary>
    Idle = 25,

    /// <summary>The console stops.</summary>
    Stopping = 26,
}
