namespace EmailConsole.EmailProviders.MovingIn;

/// <summary>One tenant cannot be moved; the message says why.</summary>
public sealed class ImportException : Exception
{
    public ImportException()
    {
    }

    public ImportException(string message)
        : base(message)
    {
    }

    public ImportException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
