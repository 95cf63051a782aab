using EmailConsole.Deployment;

namespace EmailConsole.Sending.Loading;

/// <summary>The settings of <c>[tenant_mgt]</c> in force. A file that cannot be read keeps the last ones.</summary>
internal sealed partial class TenantLoading : IDisposable
{
    private readonly ILogger<TenantLoading> _logger;
    private readonly IDisposable _subscription;
    private TenantLoadingSettings _current = TenantLoadingSettings.Default;

    public TenantLoading(IDeploymentFile file, ILogger<TenantLoading> logger)
    {
        _logger = logger;
        Take(file.Current);
        _subscription = file.Subscribe(Take);
    }

    public TenantLoadingSettings Current => Volatile.Read(ref _current);

    /// <summary>Called after a change.</summary>
    public Action Changed { get; set; } = () => { };

    public void Dispose() => _subscription.Dispose();

    private void Take(DeploymentSnapshot snapshot)
    {
        if (snapshot.IsBroken)
        {
            return;
        }

        var (settings, problems) = TenantLoadingReader.Read(snapshot);
        Volatile.Write(ref _current, settings);
        foreach (var problem in problems)
        {
            LogProblem(problem.Line, problem.Key ?? "", problem.Message);
        }

        Changed();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "deployment.toml, line {Line}, {Key}: {Problem}")]
    private partial void LogProblem(int line, string key, string problem);
}
