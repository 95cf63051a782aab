namespace EmailConsole.Delivery.Smtp;

/// <summary>The server's greeting and the answer to EHLO.</summary>
internal static class SmtpGreeting
{
    public static async Task<StageResult> GreetAsync(SmtpConnection connection, string? ehloName, CancellationToken cancellationToken)
    {
        var greeting = await connection.ReadReplyAsync(cancellationToken);
        if (!greeting.IsPositive)
        {
            return Fault.Refused(DeliveryFailureKind.Refused, greeting);
        }

        return await EhloAsync(connection, ehloName, cancellationToken) is { } fault
            ? fault
            : new StageResult.Passed(Describe(connection.Capabilities));
    }

    /// <returns>Null when the server answered.</returns>
    public static async Task<Fault?> EhloAsync(SmtpConnection connection, string? ehloName, CancellationToken cancellationToken)
    {
        var name = connection.EhloName = EhloName.Choose(ehloName, connection.LocalAddress);
        var reply = await connection.CommandAsync($"EHLO {name}", cancellationToken);
        if (reply.IsPositive)
        {
            connection.Capabilities = SmtpCapabilities.Parse(reply);
            return null;
        }

        // RFC 5321 section 4.1.4: a server that does not know EHLO gets HELO, and has no extensions
        if (reply.Code is 500 or 502)
        {
            reply = await connection.CommandAsync($"HELO {name}", cancellationToken);
            connection.Capabilities = SmtpCapabilities.None;
        }

        return reply.IsPositive ? null : Fault.Refused(DeliveryFailureKind.Refused, reply, $"EHLO {name}");
    }

    private static string Describe(SmtpCapabilities capabilities) =>
        capabilities.Keywords.Count == 0 ? "no extensions" : capabilities.ToString();
}
