namespace EmailConsole.DevelopmentMailbox.Smtp;

internal sealed partial class SmtpListener
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The development mailbox takes mail on localhost, port {Port}; see /development-mailbox.")]
    private partial void LogListening(int port);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The development mailbox takes no mail: port {Port} cannot be listened on ({Reason}). Stop the program that uses it, "
        + "or set DevelopmentMailbox:Port, and the port in deployment.toml, to a free one.")]
    private partial void LogPortFailed(int port, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection to the development mailbox failed.")]
    private partial void LogConnectionFailed(Exception exception);
}
