using EmailConsole.Deployment;
using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.EmailProviders;

/// <summary>A console whose SMTP server has one name, and a port as soon as it is opened.</summary>
internal sealed class FakeOwnServer : IOwnServer
{
    public const string Host = "console.example.com";
    public const int Port = 587;

    private readonly Subscribers<bool> _opened = new();
    private bool _isOpen;

    public bool IsAt(string host, int port) => _isOpen && (host, port) == (Host, Port);

    public IDisposable Subscribe(Action opened) => _opened.Add(_ => opened());

    public void Open()
    {
        _isOpen = true;
        _opened.Tell(true, e => throw e);
    }
}
