using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace EmailConsole.Cluster;

/// <summary>The section <c>Cluster</c>.</summary>
internal sealed class ClusterOptions
{
    public const string Section = "Cluster";

    /// <summary>Whether other nodes may use the same database: PostgreSQL alone.</summary>
    public bool Enabled { get; set; }

    /// <summary>How people know this node; empty: the machine's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The address by which the other nodes reach this one: an IP address of this machine; empty: that from which it reaches the database.</summary>
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

    /// <summary>Fills in the address that was left out.</summary>
    /// <param name="connectionString">Of the database.</param>
    public void FindAddress(string connectionString)
    {
        if (!Enabled || !string.IsNullOrWhiteSpace(Address))
        {
            return;
        }

        try
        {
            var database = new NpgsqlConnectionStringBuilder(connectionString);
            using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);

            // Sends nothing; the system says from where it would
            socket.Connect(database.Host!.Split(',')[0], database.Port);
            var local = ((IPEndPoint)socket.LocalEndPoint!).Address;
            local = local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local;

            // Beside the database: from elsewhere nobody reaches that
            Address = IPAddress.IsLoopback(local) ? "" : local.ToString();
        }
        catch (Exception e) when (e is SocketException or ArgumentException or FormatException)
        {
            // Whatever is wrong with the connection string the database says
        }
    }

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
            yield return "Cluster:Address must be the IP address of this machine by which the other nodes reach it, such as 10.0.0.5 (127.0.0.1 where all are on this machine).";
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
