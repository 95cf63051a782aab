using System.Globalization;
using EmailConsole.Rest;

namespace EmailConsole.SmtpServing;

/// <summary>One message after another on a connection: MAIL, RCPT, and its content by DATA or BDAT.</summary>
internal sealed class MailTransaction(SmtpConnection connection, SmtpRules rules, ISmtpVisit visit, CancellationToken stopping)
{
    private readonly List<SmtpPath> _recipients = [];
    private SmtpPath? _sender;
    private MessageBuffer? _chunks;
    private bool _isChunkRefused;
    private bool _isRefused;
    private long _size;
    private int _messages;

    /// <summary>Whether a message is under way.</summary>
    public bool IsOpen => _sender is not null;

    /// <summary>As the client called itself; printable ASCII.</summary>
    public string ClientName { get; set; } = "";

    /// <summary>Whether it said EHLO.</summary>
    public bool IsExtended { get; set; }

    private SmtpReply OutOfOrder => _isRefused ? SmtpReply.MailRefused : SmtpReply.OutOfOrder;

    private SmtpReply TooLarge => SmtpReply.No(RefusalCause.TooLarge, $"552 5.3.4 The message is larger than {rules.MaxMessageSize / (1024 * 1024)} MB");

    public async ValueTask<SmtpReply> SenderAsync(string argument)
    {
        if (_sender is not null)
        {
            return SmtpReply.OutOfOrder;
        }

        var reply = await CheckAsync(argument);
        return reply.IsPositive ? reply : Refuse(reply);
    }

    /// <summary>A command that the client may have sent with more of the same message behind it.</summary>
    public SmtpReply Refuse(SmtpReply reply)
    {
        _isRefused = true;
        return reply;
    }

    private async ValueTask<SmtpReply> CheckAsync(string argument)
    {
        if (SmtpPath.Parse(argument, "FROM") is not { } sender)
        {
            return SmtpReply.No(RefusalCause.Protocol, "501 5.5.4 Expected MAIL FROM:<address>");
        }

        if (rules.IsStrict && (sender.FindFault(RefusalCause.SenderAddress, "501 5.1.7") ?? FindUndeclared(sender, sender)) is { } fault)
        {
            return fault;
        }

        var size = 0L;
        if (sender.FindParameter("SIZE") is { } announced)
        {
            if (announced.Length == 0 || !announced.All(char.IsAsciiDigit))
            {
                return SmtpReply.No(RefusalCause.Protocol, "501 5.5.4 Expected SIZE=number");
            }

            // RFC 1870 section 4 allows 20 digits
            if (!long.TryParse(announced, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size > rules.MaxMessageSize)
            {
                return TooLarge;
            }
        }

        if (rules.IsStrict && sender.FindUnknown(["SIZE", "SMTPUTF8", "AUTH", "BODY=7BIT", "BODY=8BITMIME"]) is { } unknown)
        {
            return unknown;
        }

        if (_messages >= rules.Messages)
        {
            return SmtpReply.TooManyMessages;
        }

        // Else it would come in full to be refused at its end
        if (visit.Memory?.HasRoomFor(size) == false)
        {
            return SmtpReply.NoMemory;
        }

        var reply = await visit.SenderAsync(sender, size, stopping);
        (_sender, _size, _isRefused) = (reply.IsPositive ? sender : null, size, false);
        return reply;
    }

    public async ValueTask<SmtpReply> RecipientAsync(string argument)
    {
        if (_sender is null || _chunks is not null)
        {
            return OutOfOrder;
        }

        if (SmtpPath.Parse(argument, "TO") is not { Address.Length: > 0 } recipient)
        {
            return SmtpReply.No(RefusalCause.Protocol, "501 5.5.4 Expected RCPT TO:<address>");
        }

        if (rules.IsStrict && (recipient.FindFault(RefusalCause.Recipient, "501 5.1.3") ?? FindUndeclared(_sender, recipient) ?? recipient.FindUnknown([])) is { } fault)
        {
            return fault;
        }

        if (_recipients.Count == rules.Recipients)
        {
            return SmtpReply.No(RefusalCause.TooManyRecipients, "452 4.5.3 Too many recipients");
        }

        var reply = await visit.RecipientAsync(recipient, stopping);
        if (reply.IsPositive)
        {
            _recipients.Add(recipient);
        }

        return reply;
    }

    // RFC 6531 section 3.5
    private static SmtpReply? FindUndeclared(SmtpPath sender, SmtpPath address) =>
        address.Address.All(char.IsAscii) || sender.FindParameter("SMTPUTF8") is not null
            ? (SmtpReply?)null
            : SmtpReply.No(RefusalCause.International, "553 5.6.7 An address beyond ASCII needs SMTPUTF8 behind MAIL FROM");

    public async ValueTask<SmtpReply> DataAsync()
    {
        if (_sender is null || _chunks is not null)
        {
            return OutOfOrder;
        }

        if (_recipients.Count == 0)
        {
            return SmtpReply.No(RefusalCause.Recipient, "554 5.5.1 No recipient was taken");
        }

        connection.Reply("354 End with a line that is a single dot");
        using var message = new MessageBuffer(rules.MaxMessageSize, visit.Memory, _size);
        var state = await connection.ReadMessageAsync(message);
        return state == SmtpRead.Complete ? await EndAsync(message) : GivenUp(state);
    }

    // Who is told that it is the size does not come again with the same
    private SmtpReply GivenUp(SmtpRead state) => state == SmtpRead.TooLong ? TooLarge with { IsLast = true } : SmtpReply.For(state);

    public async ValueTask<SmtpReply> ChunkAsync(string[] argument)
    {
        var isLast = argument.Length == 2 && argument[1].Equals("LAST", StringComparison.OrdinalIgnoreCase);
        if (!long.TryParse(argument[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || (argument.Length > 1 && !isLast))
        {
            return SmtpReply.Last(RefusalCause.Protocol, "501 5.5.4 Expected BDAT length [LAST]");
        }

        // A chunk that is refused has been sent nevertheless (RFC 3030 section 2), and the others after it
        _isChunkRefused |= _recipients.Count == 0;
        var message = _chunks ??= new MessageBuffer(_isChunkRefused ? 0 : rules.MaxMessageSize, visit.Memory, _size);
        if (length > rules.AbandonedBytes - message.Length)
        {
            return GivenUp(SmtpRead.TooLong);
        }

        var state = await connection.ReadChunkAsync(length, message);
        if (state != SmtpRead.Complete)
        {
            return SmtpReply.For(state);
        }

        if (_isChunkRefused)
        {
            // Who has no transaction has none afterwards either
            return _sender is null || isLast ? Reset(OutOfOrder) : OutOfOrder;
        }

        return isLast ? await EndAsync(message) : message.IsTooLarge ? TooLarge : message.HasNoRoom ? SmtpReply.NoMemory : SmtpReply.Ok;
    }

    private async ValueTask<SmtpReply> EndAsync(MessageBuffer message)
    {
        try
        {
            _messages++;
            return message.IsTooLarge ? TooLarge
                : message.HasNoRoom ? SmtpReply.NoMemory
                : await visit.MessageAsync(new SmtpEnvelope(_sender!, [.. _recipients], ClientName, IsExtended, connection.IsEncrypted), message.Content);
        }
        finally
        {
            Reset();
        }
    }

    private SmtpReply Reset(SmtpReply reply)
    {
        Reset();
        return reply;
    }

    /// <summary>Nothing is under way any more.</summary>
    public void Reset()
    {
        _sender = null;
        _isRefused = false;
        _recipients.Clear();
        _chunks?.Dispose();
        _chunks = null;
        _isChunkRefused = false;
    }
}
