namespace EmailConsole.Delivery.Smtp;

/// <summary>The server's greeting and the answer to EHLO.</summary>
internal static class SmtpGreeting
{
    /// <param name="connection">Just opened, or just encrypted from the first byte.</param>
    /// <param name="ehloName">As configured.</param>
    /// <param name="wait">For the time that each reply may take.</param>
    /// <param name="cancellationToken">Leaves the connection unusable.</param>
    public static async Task<StageResult> GreetAsync(
        SmtpConnection connection, string? ehloName, GreetingWait wait, CancellationToken cancellationToken)
    {
        var greeting = await wait.ForAsync("greeting", () => connection.ReadReplyAsync(cancellationToken));
        if (!greeting.IsPositive)
        {
            return Fault.Refused(DeliveryFailureKind.Refused, greeting);
        }

        return await EhloAsync(connection, ehloName, wait, cancellationToken) is { } fault
            ? fault
            : new StageResult.Passed(Describe(connection.Capabilities));
    }

    /// <param name="connection">Greeted.</param>
    /// <param name="ehloName">As configured.</param>
    /// <param name="wait">Null: within the time of the stage under way.</param>
    /// <param name="cancellationToken">Leaves the connection unusable.</param>
    /// <returns>Null when the server answered.</returns>
    public static async Task<Fault?> EhloAsync(
        SmtpConnection connection, string? ehloName, GreetingWait? wait, CancellationToken cancellationToken)
    {
        var name = connection.EhloName = EhloName.Choose(ehloName, connection.LocalAddress);
        Task<SmtpReply> SayAsync(string command) => connection.CommandAsync(command, cancellationToken);
        Task<SmtpReply> AskAsync(string verb) =>
            wait?.ForAsync($"answer to {verb}", () => SayAsync($"{verb} {name}")) ?? SayAsync($"{verb} {name}");
        var reply = await AskAsync("EHLO");
        if (reply.IsPositive)
        {
            connection.Capabilities = SmtpCapabilities.Parse(reply);
            return null;
        }

        // RFC 5321 section 4.1.4: a server that does not know EHLO gets HELO, and has no extensions
        if (reply.Code is 500 or 502)
        {
            reply = await AskAsync("HELO");
            connection.Capabilities = SmtpCapabilities.None;
        }

        return reply.IsPositive ? null : Fault.Refused(DeliveryFailureKind.Refused, reply, $"EHLO {name}");
    }

    private static string Describe(SmtpCapabilities capabilities) =>
        capabilities.Keywords.Count == 0 ? "no extensions" : capabilities.ToString();
}
