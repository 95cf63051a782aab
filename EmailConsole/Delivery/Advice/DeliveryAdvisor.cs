using EmailConsole.Delivery.Advice.Tables;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Advice;

/// <summary>Turns the facts of a failure into its cause and its cure.</summary>
public interface IDeliveryAdvisor
{
    DeliveryAdvice Advise(DeliveryFailureFacts facts);
}

/// <summary>Looks a failure up in the tables, the particular before the general.</summary>
/// <param name="development">The console's own mailbox, for cures that name it.</param>
internal sealed class DeliveryAdvisor(IEnumerable<IDevelopmentServer>? development = null) : IDeliveryAdvisor
{
    internal static readonly IReadOnlyList<AdviceRow> Rows =
    [
        .. ConnectionRows.Groups,
        .. EntraRows.All,
        .. EncryptionRows.All,
        .. Microsoft365Rows.All,
        .. GoogleRows.All,
        .. AmazonSesRows.All,
        .. SignInRows.ByWords,
        .. Microsoft365Rows.Passwords,
        .. GoogleRows.Passwords,
        .. AmazonSesRows.Passwords,
        .. SignInRows.ByService,
        .. AuthenticityRows.All,
        .. ClientRows.Names,
        .. SenderRows.Identity,
        .. RelayRows.All,
        .. LimitRows.All,
        .. SenderRows.Address,
        .. RecipientRows.ByWords,
        .. ClientRows.Addresses,
        .. SenderRows.Refused,
        .. ContentRows.All,
        .. RecipientRows.ByCode,
        .. ReplyRows.All,
        .. ConnectionRows.All,
        .. CertificateRows.All,
        .. KindRows.All,
    ];

    private const string IfItStays = "If it stays";
    private const string TriedAgain = "mail that waits in the outbox is tried again by itself";

    private static readonly AdviceRow Unknown = new("The server refused {stage}{text}");

    public DeliveryAdvice Advise(DeliveryFailureFacts facts)
    {
        var said = new ComparableFacts(facts with { MailboxPort = MailboxBeside(facts.Settings) });
        return Fill(Rows.FirstOrDefault(row => row.Matches(said)) ?? Unknown, said);
    }

    /// <summary>The words of a row for these facts.</summary>
    internal static DeliveryAdvice Fill(AdviceRow row, ComparableFacts said)
    {
        var facts = said.Facts;
        return new DeliveryAdvice(
            Cause(row, said),
            DeliveryAdvice.Join(Cure(row, facts), row.Console is null ? null : AdviceText.Fill(row.Console, facts)),
            row.Command is null ? null : AdviceText.Fill(row.Command, facts));
    }

    private int? MailboxBeside(EmailProviderSettings settings) =>
        IDevelopmentServer.IsOwnMachine(settings.Host) ? development?.Select(server => server.Port).FirstOrDefault(port => port is not null) : null;

    /// <summary>Whatever is said of the sender, it helps to see at once that From Address and account are two.</summary>
    private static string Cause(AdviceRow row, ComparableFacts said)
    {
        var cause = AdviceText.Fill(row.Cause, said.Facts);
        return said.IsOfSender && said.Facts.OtherAccount is { } user
            && !(Names(cause, user) && Names(cause, said.Facts.Settings.FromAddress))
                ? $"{AdviceText.Sentence(cause)} From Address is {said.Facts.Settings.FromAddress}, the account is {user}."
                : cause;
    }

    /// <summary>What a server calls temporary needs nobody's help, and first of all none that would repair what is not broken.</summary>
    private static string? Cure(AdviceRow row, DeliveryFailureFacts facts)
    {
        var cure = row.Cure is null ? null : AdviceText.Fill(row.Cure, facts);
        if (row.More is { } more && !AdviceText.AsksInVain(more, facts))
        {
            cure = cure is null ? AdviceText.Fill(more, facts) : $"{cure} {AdviceText.Fill(more, facts)}";
        }

        return (facts.IsTemporary, row.Lasts, cure) switch
        {
            (false, _, _) => cure,
            (true, true, null) => $"The server calls it temporary: {TriedAgain}.",
            (true, _, null) => $"The refusal is temporary: {TriedAgain}.",
            (true, true, _) => $"{cure} The server calls it temporary: {TriedAgain}.",
            (true, false, _) when cure.StartsWith(IfItStays, StringComparison.Ordinal) => $"The refusal is temporary: {TriedAgain}. {cure}",
            (true, false, _) => $"The refusal is temporary: {TriedAgain}. {IfItStays}: {char.ToLowerInvariant(cure[0])}{cure[1..]}",
        };
    }

    private static bool Names(string text, string name) => text.Contains(name, StringComparison.OrdinalIgnoreCase);
}
