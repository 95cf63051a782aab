using EmailConsole.Deployment;

namespace EmailConsole.Sending.Loading;

/// <summary>The table <c>[tenant_mgt]</c>.</summary>
/// <param name="IdleTimeout">A lane without work is unloaded after so long.</param>
/// <param name="Eager">Loaded at start and never unloaded for idleness.</param>
internal sealed record TenantLoadingSettings(TimeSpan IdleTimeout, EagerTenants Eager)
{
    public static TenantLoadingSettings Default { get; } = new(TimeSpan.FromMinutes(30), EagerTenants.None);
}

/// <summary>Which tenants load at start and stay loaded.</summary>
/// <param name="All">Every tenant but <paramref name="Except"/>.</param>
/// <param name="Only">These, where not all.</param>
/// <param name="Except">Named with <c>!</c>.</param>
internal sealed record EagerTenants(bool All, IReadOnlySet<string> Only, IReadOnlySet<string> Except)
{
    private static readonly HashSet<string> Nobody = new(StringComparer.OrdinalIgnoreCase);

    public static EagerTenants None { get; } = new(false, Nobody, Nobody);

    public bool IsNone => !All && Only.Count == 0;

    public bool Includes(string domain) => !Except.Contains(domain) && (All || Only.Contains(domain));
}

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
