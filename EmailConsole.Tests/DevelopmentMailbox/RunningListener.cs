using EmailConsole.DevelopmentMailbox;
using EmailConsole.DevelopmentMailbox.Messages;
using EmailConsole.Tests.Application;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.DevelopmentMailbox;

/// <summary>The real listener on a free port, with a clock of its own.</summary>
public sealed class RunningListener : IAsyncDisposable
{
    private readonly RecordedLog _log = new();
    private readonly LoggerFactory _loggers;
    private readonly MailboxListener _listener;

    private RunningListener(int port)
    {
        Store = new MailboxStore(Time);
        _loggers = new LoggerFactory([_log]);
        _listener = new MailboxListener(
            Options.Create(new DevelopmentMailboxOptions { Port = port }), State, new MailboxDoor(Store), Time, _loggers.CreateLogger<MailboxListener>());
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public MailboxStore Store { get; }

    public DevelopmentMailboxState State { get; } = new(new FakeEnvironment());

    public IReadOnlyCollection<string> Log => _log.Lines;

    public int Port => Assert.IsType<ListenerState.Listening>(State.Listener).Port;

    public static async Task<RunningListener> StartAsync(int port = 0)
    {
        var running = new RunningListener(port);
        await running._listener.StartAsync(CancellationToken.None);
        return running;
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(Bound.Wait);
        await _listener.StopAsync(limit.Token);
        await _listener.DisposeAsync();
        _loggers.Dispose();
    }

    private sealed class FakeEnvironment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Development;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
