using System.Text;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Admission.Forms;

/// <summary>
/// Reads one message from a form (<c>application/x-www-form-urlencoded</c>), as WSO2 Identity Server posts it, and goes on after a fault. It
/// fills the draft that <see cref="EmailReader"/> fills, by the same checks.
/// </summary>
internal sealed class FormReader(IOptions<OutboxOptions> options)
{
    /// <summary>What the form as a whole is called in a fault.</summary>
    public const string Whole = "form";

    // More than any message can use; a form of nothing but names must not cost its length in faults
    private const int MostFields = 10_000;

    private const string Twice = "The field stands there twice.";

    private readonly int _mostRecipients = options.Value.MaxRecipients;

    /// <param name="form">As sent.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <returns>Null where it is no form that could be read to its end.</returns>
    public EmailDraft? Read(ReadOnlySpan<byte> form, EmailFaults faults)
    {
        var reading = new FormDraft(_mostRecipients, faults);
        var count = 0;
        foreach (var range in form.Split((byte)'&'))
        {
            var pair = form[range];
            if (pair.IsEmpty)
            {
                // Of a comma too many in a template
                continue;
            }

            if (++count > MostFields)
            {
                faults.Add(Whole, $"Use at most {MostFields} fields.");
                return null;
            }

            Read(pair, reading, faults);
        }

        return reading.Finish();
    }

    private static void Read(ReadOnlySpan<byte> pair, FormDraft reading, EmailFaults faults)
    {
        var equals = pair.IndexOf((byte)'=');
        var rawName = equals < 0 ? pair : pair[..equals];
        var name = NameOf(rawName, out var fault);
        var field = fault is null ? FormFields.Find(name) : FormField.Unknown;
        if (field == FormField.Unknown)
        {
            faults.Add(name, fault ?? FormFields.FaultOf(name, equals >= 0));
            return;
        }

        if (!reading.See(field))
        {
            faults.Add(name, Twice);
            return;
        }

        if (!FormText.TryRead(equals < 0 ? default : pair[(equals + 1)..], out var value, out fault))
        {
            faults.Add(name, fault);
            reading.SetUnreadable(field);
        }
        else if (value.Length > 0)
        {
            reading.Set(field, value);
        }
    }

    private static string NameOf(ReadOnlySpan<byte> raw, out string? fault)
    {
        if (raw.Length > FormFields.LongestName)
        {
            fault = null;
            return Encoding.UTF8.GetString(raw[..FormFields.LongestName]);
        }

        return FormText.TryRead(raw, out var name, out fault) ? name : Encoding.UTF8.GetString(raw);
    }
}
