using System.Text.Json;

namespace EmailConsole.Outbox.Admission.Members;

/// <summary>Reads who goes first.</summary>
internal static class PriorityMember
{
    public static EmailPriority Read(ref Utf8JsonReader json, string field, EmailFaults faults)
    {
        switch (json.TokenType == JsonTokenType.String ? JsonText.TryRead(ref json) : null)
        {
            case "high":
                return EmailPriority.High;
            case "normal":
                return EmailPriority.Normal;
            case "bulk":
                return EmailPriority.Bulk;
            default:
                faults.Add(field, "Use high, normal or bulk.");
                json.Skip();
                return EmailPriority.Normal;
        }
    }
}
