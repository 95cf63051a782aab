namespace EmailConsole.DevelopmentMailbox.Smtp;

/// <summary>Gathers a message. One that is too large is counted on and not kept.</summary>
internal sealed class MessageBuffer
{
    private byte[] _octets = new byte[16 * 1024];
    private int _kept;

    /// <summary>All that was appended, kept or not.</summary>
    public long Length { get; private set; }

    public bool IsTooLarge => Length > SmtpLimits.MessageBytes;

    public void Append(byte octet)
    {
        if (++Length > SmtpLimits.MessageBytes)
        {
            _octets = [];
            _kept = 0;
            return;
        }

        if (_kept == _octets.Length)
        {
            Array.Resize(ref _octets, Math.Min(_octets.Length * 2, SmtpLimits.MessageBytes));
        }

        _octets[_kept++] = octet;
    }

    /// <summary>What was kept, in memory of its own size.</summary>
    public ReadOnlyMemory<byte> ToMemory() => _octets.AsSpan(0, _kept).ToArray();
}
