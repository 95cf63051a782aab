namespace EmailConsole.Shell;

/// <summary>One run of the server, from its start to its end: by it a page that was let go of knows whether there was a restart.</summary>
public sealed class ServerRun
{
    /// <summary>Says nothing but whether it is the same run.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");
}
