using EmailConsole.Cluster.Postgres;
using EmailConsole.Persistence;
using Microsoft.Extensions.Options;

namespace EmailConsole.Cluster;

public static class ClusterRegistration
{
    /// <summary>Registers this process as a node of those that share the database. Comes after the database, which it needs, and before all that send.</summary>
    public static void AddCluster(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        var isPostgres = builder.ReadDatabase().Kind == DatabaseKind.PostgreSql;
        var connectionString = builder.ReadConnectionString();
        services.AddOptions<ClusterOptions>().BindConfiguration(ClusterOptions.Section).PostConfigure(o => o.FindAddress(connectionString)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClusterOptions>>(new ClusterOptionsValidation(isPostgres));
        services.AddSingleton(s => NodeName.Of(s.GetRequiredService<IOptions<ClusterOptions>>().Value));
        if (!isPostgres)
        {
            services.AddSingleton<SoleNode>();
            services.AddSingleton<INode>(s => s.GetRequiredService<SoleNode>());
            services.AddSingleton<IOwners>(s => s.GetRequiredService<SoleNode>());
            services.AddSingleton<INews>(s => s.GetRequiredService<SoleNode>());
            services.AddSingleton<IClusterChanges>(s => s.GetRequiredService<SoleNode>());
            return;
        }

        services.AddSingleton<PostgresNode>();
        services.AddSingleton<INode>(s => s.GetRequiredService<PostgresNode>());
        services.AddSingleton<IClusterChanges, PostgresChanges>();
        services.AddHostedService(s => s.GetRequiredService<PostgresNode>());
        services.AddSingleton<PostgresOwners>();
        services.AddSingleton<IOwners>(s => s.GetRequiredService<PostgresOwners>());
        services.AddHostedService(s => s.GetRequiredService<PostgresOwners>());
        services.AddSingleton<PostgresNews>();
        services.AddSingleton<INews>(s => s.GetRequiredService<PostgresNews>());
        services.AddHostedService(s => s.GetRequiredService<PostgresNews>());
        services.AddSingleton<IClusterNodes, PostgresNodes>();
        services.AddSingleton<PostgresCare>();
        services.AddHostedService(s => s.GetRequiredService<PostgresCare>());
    }

    /// <summary>The section <c>Cluster</c>, for those who register by it.</summary>
    internal static ClusterOptions ReadCluster(this IHostApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(ClusterOptions.Section).Get<ClusterOptions>() ?? new ClusterOptions();
        options.FindAddress(builder.ReadConnectionString());
        return options;
    }
}

internal sealed class ClusterOptionsValidation(bool isPostgres) : IValidateOptions<ClusterOptions>
{
    public ValidateOptionsResult Validate(string? name, ClusterOptions options) =>
        options.FindFaults(isPostgres).ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
}
