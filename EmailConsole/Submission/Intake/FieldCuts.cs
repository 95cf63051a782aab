using EmailConsole.Rest;

namespace EmailConsole.Submission.Intake;

/// <summary>Takes out what no recipient may see, and what only a delivering server writes.</summary>
internal static class FieldCuts
{
    private static readonly string[] Names = ["Bcc", "Resent-Bcc", "Return-Path"];

    /// <returns>Null: done; otherwise a signature forbids it.</returns>
    public static IntakeResult.Refused? Apply(HeaderBlock header, Signatures signatures)
    {
        foreach (var field in header.Fields)
        {
            if (!field.IsCut && (Array.Exists(Names, field.Is) || field.StartsWith(ExtraFields.Prefix)))
            {
                if (signatures.Cover(field.Name))
                {
                    return Covered(field);
                }

                field.Cut();
            }
        }

        return null;
    }

    public static IntakeResult.Refused Covered(HeaderField field) => IntakeResult.Refused.Broken(
        RefusalCause.Signature, $"{field.Name} must be taken out, and the message's signature covers it: leave it out before signing.");
}
