using System.Globalization;
using EmailConsole.Outbox.Admission.Members;
using MimeKit;

namespace EmailConsole.Outbox.Admission.Forms;

/// <summary>A message while the fields of its form come by.</summary>
/// <param name="mostRecipients">To, Cc and Bcc together: what goes beyond is counted and not kept.</param>
/// <param name="faults">Takes what is wrong.</param>
internal sealed class FormDraft(int mostRecipients, EmailFaults faults)
{
    private readonly EmailDraft _draft = new();
    private readonly int[] _addresses = new int[(int)FormField.ReplyTo + 1];
    private uint _seen;
    private string? _body;
    private string? _contentType;
    private string? _footer;

    /// <returns>False where it was there already and may not come again.</returns>
    public bool See(FormField field)
    {
        var bit = 1u << (int)field;
        var isNew = (_seen & bit) == 0;
        _seen |= bit;
        return isNew || FormFields.MayRepeat(field);
    }

    /// <param name="field">Which.</param>
    /// <param name="value">Not empty: what is empty is as if it were not there.</param>
    public void Set(FormField field, string value)
    {
        var name = FormFields.NameOf(field);
        switch (field)
        {
            case FormField.To:
                AddRecipients(value, field, RecipientKind.To, _draft.To);
                break;
            case FormField.Cc:
                AddRecipients(value, field, RecipientKind.Cc, _draft.Cc);
                break;
            case FormField.Bcc:
                AddRecipients(value, field, RecipientKind.Bcc, null);
                break;
            case FormField.ReplyTo:
                AddReplyTo(value);
                break;
            case FormField.Subject:
                _draft.Subject = TextMember.CheckHeader(value, name, "Subject", faults) ?? "";
                break;
            case FormField.Text:
                _draft.Text = TextMember.CheckBody(value, name, faults);
                break;
            case FormField.Html:
                _draft.Html = TextMember.CheckBody(value, name, faults);
                break;
            case FormField.Body:
                _body = TextMember.CheckBody(value, name, faults);
                break;
            case FormField.ContentType:
                _contentType = value;
                break;
            case FormField.Footer:
                _footer = TextMember.CheckBody(value, name, faults);
                break;
            case FormField.Priority:
                _draft.Priority = PriorityMember.Parse(value, name, faults);
                break;
            case FormField.SendAt:
                _draft.SendAt = TimeMember.ParseTime(value, name, faults);
                break;
            case FormField.ExpiresAt:
                _draft.ExpiresAt = TimeMember.ParseTime(value, name, faults);
                break;
            default:
                var seconds = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
                _draft.TimeToLive = TimeMember.CheckSeconds(seconds, name, EmailReader.LongestLife, faults);
                break;
        }
    }

    /// <summary>It is there, and its value has a fault that was told: it shall not be missed besides.</summary>
    public void SetUnreadable(FormField field)
    {
        switch (field)
        {
            case FormField.To or FormField.Cc or FormField.Bcc:
                _draft.Named++;
                break;
            case FormField.Subject:
                _draft.Subject = "";
                break;
            case FormField.Text:
                _draft.Text = "";
                break;
            case FormField.Html:
                _draft.Html = "";
                break;
            case FormField.Body:
                _body = "";
                break;
        }
    }

    /// <summary>All fields were there.</summary>
    public EmailDraft Finish()
    {
        if (_addresses[(int)FormField.ReplyTo] > EmailReader.MostReplyTo)
        {
            faults.Add(FormFields.NameOf(FormField.ReplyTo), AddressMember.TooMany(EmailReader.MostReplyTo));
        }

        if (_body is not null)
        {
            SetBody(_body);
        }
        else if (_draft.Text is null && _draft.Html is null)
        {
            // EmailRules says the same of text
            faults.Add(FormFields.NameOf(FormField.Body), "It is missing or empty.");
        }
        else
        {
            RefuseWithoutBody(FormField.ContentType, _contentType);
            RefuseWithoutBody(FormField.Footer, _footer);
        }

        return _draft;
    }

    private void SetBody(string body)
    {
        if (_draft.Text is not null || _draft.Html is not null)
        {
            faults.Add(FormFields.NameOf(FormField.Body), "Use body, or text and html, not both.");
            return;
        }

        var isHtml = _contentType is null ? BodyKind.LooksLikeHtml(body) : BodyKind.IsHtml(_contentType);
        if (isHtml is null)
        {
            faults.Add(FormFields.NameOf(FormField.ContentType), BodyKind.Fault);
        }

        // As WSO2's own {{body}}{{footer}}: nothing stands between
        var whole = body + _footer;
        if (isHtml == true)
        {
            _draft.Html = whole;
        }
        else
        {
            _draft.Text = whole;
        }
    }

    private void RefuseWithoutBody(FormField field, string? value)
    {
        if (value is not null)
        {
            faults.Add(FormFields.NameOf(field), "It belongs to body, which is missing or empty.");
        }
    }

    private void AddRecipients(ReadOnlySpan<char> list, FormField field, RecipientKind kind, List<MailboxAddress>? header)
    {
        while (AddressList.TryTake(ref list, out var address))
        {
            if (!address.IsEmpty && ++_draft.Named <= mostRecipients)
            {
                AddressMember.AddRecipient(address.ToString(), FormFields.NameOf(field), _addresses[(int)field]++, kind, header, _draft, faults);
            }
        }
    }

    private void AddReplyTo(ReadOnlySpan<char> list)
    {
        while (AddressList.TryTake(ref list, out var address))
        {
            if (!address.IsEmpty && _addresses[(int)FormField.ReplyTo]++ < EmailReader.MostReplyTo)
            {
                AddressMember.AddReplyTo(
                    address.ToString(), FormFields.NameOf(FormField.ReplyTo), _addresses[(int)FormField.ReplyTo] - 1, _draft.ReplyTo, faults);
            }
        }
    }
}
