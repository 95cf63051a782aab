namespace EmailConsole.Outbox;

/// <summary>By which way a message came into the outbox. The numbers are stored.</summary>
public enum EmailDoor
{
    /// <summary>The HTTP API.</summary>
    Api = 0,

    /// <summary>SMTP submission.</summary>
    Smtp = 1,

    /// <summary>The API, as a form: WSO2 Identity Server's HTTP provider.</summary>
    Form = 2,

    /// <summary>The console itself: an invitation, a notice.</summary>
    Console = 3,
}
