using System.Net;

namespace EmailConsole.Cluster;

/// <summary>The section <c>Cluster</c>.</summary>
internal sealed class ClusterOptions
{
    public const string Section = "Cluster";

    /// <summary>Whether other nodes may use the same database: PostgreSQL alone.</summary>
    public bool Enabled { get; set; }

    /// <summary>How people know this node; empty: the machine's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The address by which the other nodes reach this one: an IP address of this machine.</summary>
    public string Address { get; set; } = "";

    /// <summary>The port that this node listens on for the others; 1 to 65535.</summary>
    public int Port { get; set; } = 11111;

    /// <summary>A file with certificate and private key (PFX), by which the nodes know each other, and encrypt what they say.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>Of that file; empty: none.</summary>
    public string CertificatePassword { get; set; } = "";

    /// <summary>Says that only the nodes can reach their ports: they talk in clear text then, and believe whoever calls.</summary>
    public bool PrivateNetwork { get; set; }

    public IPAddress? IPAddress => IPAddress.TryParse(Address, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) ? address : null;

    /// <param name="isPostgres">The kind of the database.</param>
    /// <returns>What cannot be so.</returns>
    public IEnumerable<string> FindFaults(bool isPostgres)
    {
        if (!Enabled)
        {
            yield break;
        }

        if (!isPostgres)
        {
            yield return "Cluster:Enabled needs Database:Provider=PostgreSql: a SQLite file belongs to one process.";
        }

        if (IPAddress is null)
        {
            yield return "Cluster:Address must be the IP address of this machine by which the other nodes reach it, such as 10.0.0.5.";
        }

        if (Port is < 1 or > 65535)
        {
            yield return "Cluster:Port must be between 1 and 65535.";
        }

        if (string.IsNullOrWhiteSpace(Certificate) == !PrivateNetwork)
        {
            yield return "Cluster: set either Certificate, so that the nodes know each other and encrypt, or PrivateNetwork=true, which says that nobody but the nodes reaches their ports.";
        }
    }
}
