using System.Globalization;

namespace EmailConsole.Benchmarks.SenderMode;

/// <summary>What a sender is measured with; the order is the one its peers take.</summary>
/// <param name="Host">The receiver's name, as its certificate has it.</param>
/// <param name="Port">The receiver's port.</param>
/// <param name="Encrypted">STARTTLS and AUTH, or neither.</param>
/// <param name="Concurrency">Senders at work, and connections at most.</param>
/// <param name="Messages">How many are measured.</param>
/// <param name="WarmUp">How many go before them.</param>
/// <param name="CaFile">PEM of the authority that vouches for the receiver.</param>
/// <param name="User">Signs in, and is the From address.</param>
/// <param name="Password">Signs in.</param>
/// <param name="Templates">The folder of <c>otp.txt</c> and <c>otp.html</c>.</param>
internal sealed record SenderArguments(
    string Host, int Port, bool Encrypted, int Concurrency, int Messages, int WarmUp, string CaFile, string User, string Password, string Templates)
{
    public const string Usage = "HOST PORT tls|plain CONCURRENCY MESSAGES WARMUP CAFILE USER PASSWORD TEMPLATES";

    /// <returns>Null: these are not the arguments.</returns>
    public static SenderArguments? Parse(string[] args) =>
        args is [var host, var port, "tls" or "plain", var concurrency, var messages, var warmUp, var ca, var user, var password, var templates]
            ? new SenderArguments(
                host, Number(port), args[2] == "tls", Number(concurrency), Number(messages), Number(warmUp), ca, user, password, templates)
            : null;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
