using EmailConsole.Delivery;

namespace EmailConsole.Kinds.Http;

/// <summary>What an API says instead of taking a message.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Its own name or number for it; null: none.</param>
/// <param name="Text">Its own words; empty: none.</param>
/// <param name="Field">The part of the request that they are about; null: it does not say.</param>
internal sealed record ApiError(int Status, string? Code, string Text, string? Field = null);

/// <summary>
/// One line of a kind's table. Those with a code are looked at first, then those with words, then those with a status alone, each in the
/// order of the table; what no line knows is judged by its status (<see cref="StatusTable"/>).
/// </summary>
/// <param name="Blame">Whose fault it is.</param>
/// <param name="Lasts">Whether it stays so until somebody changes something.</param>
/// <param name="Cause">What happened and why; <c>{provider}</c>, <c>{host}</c> and <c>{from}</c> stand for the real ones.</param>
/// <param name="Cure">What to do; null: nothing better than the service's words is known.</param>
internal sealed record ErrorRow(Blame Blame, bool Lasts, string Cause, string? Cure)
{
    public int[] Statuses { get; init; } = [];

    public string[] Codes { get; init; } = [];

    /// <summary>One of them stands in the text, or in the name of the field.</summary>
    public string[] Words { get; init; } = [];

    public FailureOutcome Outcome { get; init; } = FailureOutcome.NotAccepted;

    public bool Matches(ApiError error) =>
        (Statuses.Length == 0 || Statuses.Contains(error.Status))
        && (Codes.Length == 0 || Array.Exists(Codes, code => code.Equals(error.Code, StringComparison.OrdinalIgnoreCase)))
        && (Words.Length == 0 || Array.Exists(Words, word => Has(error.Text, word) || Has(error.Field, word)));

    private static bool Has(string? text, string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>What an answer means that is none of success.</summary>
internal static class ApiErrors
{
    public static ErrorRow Find(IReadOnlyList<ErrorRow> rows, ApiError error) => Match(rows, error) ?? StatusTable.Of(error);

    /// <summary>The same where no message was handed over: what a table says of one is passed over.</summary>
    public static ErrorRow FindOfCheck(IReadOnlyList<ErrorRow> rows, ApiError error) => Match(
        [.. rows.Where(row => row is { Blame: Blame.Credentials or Blame.Throttle or Blame.Provider, Outcome: FailureOutcome.NotAccepted })], error) ?? StatusTable.OfCheck(error);

    private static ErrorRow? Match(IReadOnlyList<ErrorRow> rows, ApiError error) =>
        rows.FirstOrDefault(row => row.Codes.Length > 0 && row.Matches(error))
        ?? rows.FirstOrDefault(row => row.Codes.Length == 0 && row.Words.Length > 0 && row.Matches(error))
        ?? rows.FirstOrDefault(row => row.Codes.Length == 0 && row.Words.Length == 0 && row.Matches(error));

    public static DeliveryFailureKind KindOf(ErrorRow row, ApiError error) => row.Blame switch
    {
        Blame.Recipient => DeliveryFailureKind.RecipientRefused,
        Blame.Credentials when error.Status is 401 or 403 => DeliveryFailureKind.AuthenticationRefused,
        Blame.Message when error.Status == 413 => DeliveryFailureKind.MessageTooLarge,
        _ when error.Status is >= 200 and < 300 && (row.Outcome == FailureOutcome.Unknown || row == StatusTable.StrangeCheck) => DeliveryFailureKind.ProtocolViolation,
        _ => DeliveryFailureKind.Refused,
    };
}

/// <summary>What an HTTP status means where a service says nothing that is known.</summary>
internal static class StatusTable
{
    private static readonly string[] OfSender =
    [
        "from address", "from email", "from domain", "'from'", "\"from\"", "sender", "not verified", "unverified", "verify your domain", "verify a domain", "mail from", "send as", "sendas",
    ];

    private static readonly ErrorRow[] Rows =
    [
        new(Blame.Credentials, true, "{host} answered that it is done, but not as {provider} does: another service or a proxy answers there. Whether the message was sent is not known.",
            "Check the address, the region and the account, and whether a proxy or a filter answers in the provider's place.")
        {
            Statuses = [.. Enumerable.Range(200, 100)], Outcome = FailureOutcome.Unknown,
        },
        new(Blame.Credentials, true, "{host} points to another address. It is not followed, since the key would go there too.",
            "Enter the address that it points to, if it is {provider}'s.") { Statuses = [.. Enumerable.Range(300, 100)] },
        new(Blame.Message, true, "{provider} refused this message.", "Its own words name what is wrong with it.") { Statuses = [400, 422] },
        new(Blame.Credentials, true, "{provider} does not accept the key or the token: it is wrong, was revoked, or is of another account or region.",
            "Enter a key that is valid for this account, and check the region.") { Statuses = [401] },
        new(Blame.Throttle, true, "The account at {provider} has no credit or no plan that sends.", "Pay or change the plan at {provider}; then send again.") { Statuses = [402] },
        new(Blame.Sender, true, "{provider} does not let this account send as {from}.", "Verify {from} or its domain at {provider}.") { Statuses = [403], Words = OfSender },
        new(Blame.Credentials, true, "{provider} knows the key, but does not let it send.", "Give the key the permission to send mail, or use one that has it.") { Statuses = [403] },
        new(Blame.Credentials, true, "{host} does not know what was asked of it: the address, the region, the sending domain, the method or the content type is wrong.",
            "Check these settings against the provider's documentation.") { Statuses = [404, 405, 406, 415] },
        new(Blame.Credentials, true, "A proxy in front of {host} asks for a sign-in of its own.", "Let requests of this console pass.") { Statuses = [407] },
        new(Blame.Provider, false, "{host} waited too long for the request.", null) { Statuses = [408] },
        new(Blame.Message, true, "The message is larger than {provider} takes.", "Send a smaller message.") { Statuses = [413] },
        new(Blame.Throttle, false, "{provider} takes no more for now: its rate or quota for this account is reached.",
            "Lower Messages per Minute or Max Connections, if it comes back often.") { Statuses = [420, 429] },
        new(Blame.Message, true, "{provider} refused this message.", "Its own words name what is wrong with it.") { Statuses = [.. Enumerable.Range(400, 100)] },
        new(Blame.Provider, false, "{provider} is not available for now, and took nothing.", null) { Statuses = [503] },
        new(Blame.Provider, false, "{provider} failed over the message: whether it was sent is not known.", "If it stays, see the provider's status page.")
        {
            Statuses = [.. Enumerable.Range(500, 100)], Outcome = FailureOutcome.Unknown,
        },
    ];

    // Before those above, where no message was handed over
    private static readonly ErrorRow[] CheckRows =
    [
        new(Blame.Credentials, true, "{host} answered, but not as {provider} does: another service or a proxy answers there.",
            "Check the address, the region and the account, and whether a proxy or a filter answers in the provider's place.") { Statuses = [.. Enumerable.Range(200, 100)] },
        new(Blame.Credentials, true, "{provider} does not let this key or its account in.", "See at {provider} what the key may do, and what state the account is in; a test email shows whether mail leaves.")
        {
            Statuses = [403],
        },
        new(Blame.Provider, false, "{provider} is not available for now, and could not be asked.", null) { Statuses = [503] },
        new(Blame.Provider, false, "{provider} failed over the question: whether it accepts the credentials is not known.", "If it stays, see the provider's status page.")
        {
            Statuses = [.. Enumerable.Range(500, 100)],
        },
    ];

    private static readonly ErrorRow RefusedCheck = new(
        Blame.Credentials, true, "{provider} refused the question: whether it accepts the credentials is not known.", "Its own words may say why; a test email shows whether mail leaves.");

    private static readonly ErrorRow Strange = Rows[0];

    /// <summary>An answer of success that is none of the service's.</summary>
    public static ErrorRow StrangeCheck => CheckRows[0];

    public static ErrorRow Of(ApiError error) => Array.Find(Rows, row => row.Matches(error)) ?? Strange;

    /// <summary>The same where no message was handed over.</summary>
    public static ErrorRow OfCheck(ApiError error) =>
        Array.Find(CheckRows, row => row.Matches(error)) ?? (Of(error) is { Blame: Blame.Credentials or Blame.Throttle or Blame.Provider } row ? row : RefusedCheck);
}
