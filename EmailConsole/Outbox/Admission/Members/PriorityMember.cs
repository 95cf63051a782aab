using System.Text.Json;

namespace EmailConsole.Outbox.Admission.Members;

/// <summary>Reads who goes first.</summary>
internal static class PriorityMember
{
    public static EmailPriority Read(ref Utf8JsonReader json, string field, EmailFaults faults)
    {
        var text = json.TokenType == JsonTokenType.String ? JsonText.TryRead(ref json) : null;
        json.Skip();
        return Parse(text, field, faults);
    }

    /// <param name="text">As the caller wrote it; null: no text.</param>
    /// <param name="field">For the fault.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static EmailPriority Parse(string? text, string field, EmailFaults faults)
    {
        switch (text)
        {
            case "high":
                return EmailPriority.High;
            case "normal":
                return EmailPriority.Normal;
            case "bulk":
                return EmailPriority.Bulk;
            default:
                faults.Add(field, "Use high, normal or bulk.");
                return EmailPriority.Normal;
        }
    }
}
