using EmailConsole.Delivery.Advice.Tables;

namespace EmailConsole.Delivery.Advice;

/// <summary>Looks a failure up in the tables, the particular before the general.</summary>
internal sealed class DeliveryAdvisor : IDeliveryAdvisor
{
    internal static readonly IReadOnlyList<AdviceRow> Rows =
    [
        .. EntraRows.All,
        .. Microsoft365Rows.All,
        .. GoogleRows.All,
        .. AmazonSesRows.All,
        .. EncryptionRows.All,
        .. SignInRows.All,
        .. ReplyRows.All,
        .. ConnectionRows.All,
        .. CertificateRows.All,
        .. KindRows.All,
    ];

    private static readonly AdviceRow Unknown = new("The server refused {stage}{text}");

    public DeliveryAdvice Advise(DeliveryFailureFacts facts)
    {
        var row = Rows.FirstOrDefault(row => row.Matches(facts)) ?? Unknown;
        return new DeliveryAdvice(
            AdviceText.Fill(row.Cause, facts),
            row.Cure is null ? null : AdviceText.Fill(row.Cure, facts),
            row.Command is null ? null : AdviceText.Fill(row.Command, facts));
    }
}
