using System.Security.Cryptography;
using System.Text;
using EmailConsole.Outbox;

namespace EmailConsole.Submission.Intake;

/// <summary>
/// By what a message is known when it comes again: a server that did not hear the answer hands the same octets over once more. Where a
/// program names no key, only with a Message-ID: printers and scripts repeat everything else.
/// </summary>
internal static class SubmissionKey
{
    private const string Route = "submission";

    /// <param name="tenantId">Whose.</param>
    /// <param name="message">As received.</param>
    /// <param name="recipients">Of the envelope, as SMTP carries them.</param>
    /// <param name="own">The program's key; null: none.</param>
    /// <param name="hasMessageId">Whether it came with one.</param>
    public static IdempotencyKey? Of(Guid tenantId, SubmittedMessage message, IEnumerable<string> recipients, string? own, bool hasMessageId)
    {
        var envelope = $"{Route}\n{tenantId:N}\n{message.ReversePath}\n{string.Join('\n', recipients.Order(StringComparer.Ordinal))}\n";
        if (own is not null)
        {
            return IdempotencyKey.Of(own, envelope, message.Content.Span);
        }

        if (!hasMessageId)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(envelope + "\n"));
        hash.AppendData(message.Content.Span);
        var all = hash.GetHashAndReset();
        return new IdempotencyKey(all, all);
    }
}
