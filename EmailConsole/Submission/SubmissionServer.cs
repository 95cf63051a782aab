using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using EmailConsole.Deployment;
using EmailConsole.SmtpServing;
using Microsoft.Extensions.Options;

namespace EmailConsole.Submission;

/// <summary>The name of the door.</summary>
internal sealed record SubmissionHost(string Name);

/// <summary>Whether programs can hand mail over by SMTP, and where.</summary>
internal sealed class SubmissionState(ServerCertificate? certificate)
{
    private volatile SubmissionPorts _ports = new(null, null, null);
    private volatile string? _certificateFault;
    private ImmutableDictionary<int, string> _portFaults = ImmutableDictionary<int, string>.Empty;

    /// <summary>Null: none is configured.</summary>
    public ServerCertificate? Certificate => certificate;

    /// <summary>Those that are listened on.</summary>
    public SubmissionPorts Ports
    {
        get => _ports;
        set => _ports = value;
    }

    /// <summary>What is wrong with the files of the certificate; null: nothing.</summary>
    public string? CertificateFault
    {
        get => _certificateFault;
        set => _certificateFault = value;
    }

    /// <summary>The ports that could not be taken, and why.</summary>
    public IReadOnlyDictionary<int, string> PortFaults => Volatile.Read(ref _portFaults);

    /// <summary>Of programs.</summary>
    public int Connections => Server?.Connections ?? 0;

    public SmtpServer? Server { get; set; }

    /// <summary>Told the ports when there are more of them.</summary>
    public Subscribers<SubmissionPorts> Opened { get; } = new();

    /// <param name="port">Which was asked for.</param>
    /// <param name="fault">Why it could not be taken; null: it could.</param>
    /// <returns>Whether that was not so before.</returns>
    public bool Note(int port, string? fault) => ImmutableInterlocked.Update(
        ref _portFaults, faults => fault is null ? faults.Remove(port) : faults.SetItem(port, fault));
}

/// <param name="StartTls">With STARTTLS.</param>
/// <param name="Tls">With TLS from the start.</param>
/// <param name="Development">On loopback, without TLS.</param>
internal sealed record SubmissionPorts(int? StartTls, int? Tls, int? Development)
{
    public bool Any => (StartTls ?? Tls ?? Development) is not null;
}

/// <summary>
/// Listens at the ports. Those with TLS are opened when there is a certificate; it is looked at every few seconds, and the last good one kept.
/// A port that cannot be taken is said, does not stop the console, and is tried again until it can be.
/// </summary>
internal sealed partial class SubmissionServer(
    SubmissionDoor door,
    SubmissionState state,
    SubmissionHost host,
    IOptions<SubmissionOptions> options,
    IHostEnvironment environment,
    TimeProvider time,
    ILogger<SubmissionServer> logger) : BackgroundService
{
    private static readonly TimeSpan RemindEvery = TimeSpan.FromDays(1);

    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly SmtpServer _server = new(door, time, logger);
    private (string? What, DateTimeOffset At) _reminded;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        state.Server = _server;
        if (options.Value.Enabled)
        {
            Refresh();
            OpenPorts();
            if (state.Certificate is null && !environment.IsDevelopment())
            {
                LogNoCertificate();
            }
        }

        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        state.Ports = new SubmissionPorts(null, null, null);
        await _server.StopAsync(cancellationToken);
        await _server.DisposeAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (options.Value.Enabled && await timer.WaitForNextTickAsync(stoppingToken))
        {
            Refresh();
            OpenPorts();
        }
    }

    private void Refresh()
    {
        if (state.Certificate is not { } certificate)
        {
            return;
        }

        var (isNew, fault) = certificate.Refresh();
        if (fault is not null || isNew)
        {
            state.CertificateFault = fault;
        }

        if (fault is not null)
        {
            LogBadCertificate(fault, certificate.Current is null ? "the ports with TLS stay closed" : "the one before stays in force");
        }

        Remind(certificate);
        if (isNew && state.Ports is not { StartTls: null, Tls: null })
        {
            LogNewCertificate();
        }
    }

    // Those that may be open and are not
    private void OpenPorts()
    {
        var (open, wanted) = (state.Ports, options.Value);
        var hasCertificate = state.Certificate?.Current is not null;
        var ports = new SubmissionPorts(
            open.StartTls ?? Listen(hasCertificate ? wanted.Port : null, SmtpTls.StartTls),
            open.Tls ?? Listen(hasCertificate ? wanted.TlsPort : null, SmtpTls.Implicit),
            open.Development ?? Listen(environment.IsDevelopment() ? wanted.DevelopmentPort : null, SmtpTls.None));
        if (ports != open)
        {
            state.Ports = ports;
            state.Opened.Tell(ports, LogNotTold);
        }
    }

    // Once a day, and when it is something else
    private void Remind(ServerCertificate certificate)
    {
        var now = time.GetUtcNow();
        var what = certificate.Current is { } current ? CertificateTrouble.Find(current.TargetCertificate, host.Name, now)?.What : null;
        if (what != _reminded.What || now - _reminded.At >= RemindEvery)
        {
            _reminded = (what, now);
            if (what is not null)
            {
                LogCertificateTrouble(what);
            }
        }
    }

    private int? Listen(int? wanted, SmtpTls tls)
    {
        if (wanted is not { } port)
        {
            return null;
        }

        try
        {
            var sockets = tls == SmtpTls.None ? ListeningSockets.BindLoopback(port) : ListeningSockets.BindAll(port);
            var bound = ((IPEndPoint)sockets[0].LocalEndPoint!).Port;
            _server.Listen(sockets, tls);
            if (state.Note(port, null))
            {
                LogPortFree(port);
            }

            LogListening(bound, tls switch { SmtpTls.Implicit => "TLS", SmtpTls.StartTls => "STARTTLS", _ => "on this machine alone, without TLS" });
            return bound;
        }
        catch (SocketException e)
        {
            if (state.Note(port, e.Message))
            {
                LogPortFailed(port, e.Message, (int)Interval.TotalSeconds);
            }

            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Whether a provider leads to the console's own SMTP ports could not be found out.")]
    private partial void LogNotTold(Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Programs hand mail over by SMTP at port {Port} ({Tls}).")]
    private partial void LogListening(int port, string tls);

    [LoggerMessage(Level = LogLevel.Information, Message = "Programs cannot hand mail over by SMTP: there is no certificate. Set Submission:Certificate, or Submission:Enabled to false where that is meant.")]
    private partial void LogNoCertificate();

    [LoggerMessage(Level = LogLevel.Information, Message = "The SMTP ports have a new certificate.")]
    private partial void LogNewCertificate();

    [LoggerMessage(Level = LogLevel.Error, Message = "The certificate of the SMTP ports (Submission:Certificate) cannot be used: {Fault} Meanwhile {Otherwise}.")]
    private partial void LogBadCertificate(string fault, string otherwise);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What}")]
    private partial void LogCertificateTrouble(string what);

    [LoggerMessage(Level = LogLevel.Error, Message =
        "Programs cannot hand mail over at port {Port}: {Reason}. Stop the program that uses it: the port is tried again every {Seconds} seconds. Or allow this one to use a port below 1024 "
        + "(AmbientCapabilities=CAP_NET_BIND_SERVICE in its systemd unit), or set Submission:Port, Submission:TlsPort or Submission:DevelopmentPort to another one, and start the console again.")]
    private partial void LogPortFailed(int port, string reason, int seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Port {Port} is free now.")]
    private partial void LogPortFree(int port);
}
