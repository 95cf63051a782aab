using System.Security.Cryptography;
using EmailConsole.Cluster;

namespace EmailConsole.Deployment;

/// <summary>The watched <c>deployment.toml</c>.</summary>
public interface IDeploymentFile
{
    /// <summary>The newest reading, broken or not. Read before anything is started; never null.</summary>
    DeploymentSnapshot Current { get; }

    /// <summary>Calls <paramref name="changed"/> for every later reading, in order, until disposed.</summary>
    IDisposable Subscribe(Action<DeploymentSnapshot> changed);
}

/// <summary>Reads the file at first use, and again when <see cref="Poll"/> finds it, or what it refers to, changed.</summary>
internal sealed partial class DeploymentFile(DeploymentReader reader, ILogger<DeploymentFile> logger) : IDeploymentFile, INodeFile
{
    // Slow, and short: whoever reads it in the database must not find out by it what a password in the file is
    private const int HashIterations = 200_000;
    private const int HashLength = 6;

    private static readonly byte[] HashSalt = "EmailConsole.deployment.toml"u8.ToArray();

    /// <summary>A file that never rests is read at the third look, so that it is in force in time.</summary>
    private const int MaxLooks = 3;

    private readonly Lock _lock = new();
    private readonly Subscribers<DeploymentSnapshot> _subscribers = new();
    private DeploymentReading? _reading;
    private FileContent? _seen;
    private int _looks;
    private (FileContent Of, string? Hash)? _hash;

    /// <summary>One caller at a time.</summary>
    public string? Hash
    {
        get
        {
            var content = Reading.Content;
            if (_hash is not { } known || !ReferenceEquals(known.Of, content))
            {
                _hash = known = (content, content is FileContent.Text text
                    ? Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(text.Value, HashSalt, HashIterations, HashAlgorithmName.SHA256, HashLength))
                    : null);
            }

            return known.Hash;
        }
    }

    public DeploymentSnapshot Current => Reading.Snapshot;

    private DeploymentReading Reading
    {
        get
        {
            lock (_lock)
            {
                return _reading ??= Read(reader.ReadContent());
            }
        }
    }

    public IDisposable Subscribe(Action<DeploymentSnapshot> changed) => _subscribers.Add(changed);

    /// <summary>
    /// Looks at the content itself, not at times or sizes: that holds for files that are replaced, for links whose target
    /// is (a mounted config map), on file systems without notifications, and for the secrets folder. A change is taken
    /// when it looks the same twice in a row, so that half a file is not. One caller at a time.
    /// </summary>
    public void Poll()
    {
        var reading = Reading;
        var content = reader.ReadContent();
        if (content == reading.Content && !reading.Sources.HaveChanged())
        {
            _seen = null;
            _looks = 0;
            return;
        }

        var isSettled = content == _seen;
        _seen = content;
        _looks++;
        if (isSettled || _looks == MaxLooks)
        {
            Take(Read(content));
        }
    }

    private DeploymentReading Read(FileContent content)
    {
        try
        {
            return reader.Read(content);
        }
        catch (Exception e)
        {
            LogReadFailed(e);
            return reader.Fail(content, e);
        }
    }

    private void Take(DeploymentReading reading)
    {
        _seen = null;
        _looks = 0;
        lock (_lock)
        {
            _reading = reading;
        }

        LogRead(reading.Snapshot.Path);
        _subscribers.Tell(reading.Snapshot, LogSubscriberFailed);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Read {Path} again: it, or a secret or configuration key it refers to, has changed.")]
    private partial void LogRead(string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "deployment.toml could not be read because of a fault in EmailConsole; what was in force before it stays.")]
    private partial void LogReadFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A part of EmailConsole failed to take over the changed deployment.toml.")]
    private partial void LogSubscriberFailed(Exception exception);
}
