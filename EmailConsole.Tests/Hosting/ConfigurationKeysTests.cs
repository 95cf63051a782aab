using EmailConsole.Accounts.AccessTokens;
using EmailConsole.Accounts.Sessions;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Certificates;
using EmailConsole.Delivery.Network;
using EmailConsole.Events;
using EmailConsole.Hosting.Bodies;
using EmailConsole.Hosting.Keys;
using EmailConsole.Hosting.Telemetry;
using EmailConsole.Outbox;
using EmailConsole.Persistence;

namespace EmailConsole.Tests.Hosting;

/// <summary>Whoever runs the console finds every key in one table.</summary>
public sealed class ConfigurationKeysTests
{
    public static TheoryData<string, string> Keys
    {
        get
        {
            var keys = new TheoryData<string, string>();
            foreach (var (section, options) in new[]
            {
                (SignInSessionOptions.Section, typeof(SignInSessionOptions)),
                (AccessTokenOptions.Section, typeof(AccessTokenOptions)),
                (SignInLimits.Section, typeof(SignInLimits)),
                (DeliveryOptions.Section, typeof(DeliveryOptions)),
                (DatabaseOptions.Section, typeof(DatabaseOptions)),
                (KeyRingOptions.Section, typeof(KeyRingOptions)),
                (OutboxOptions.Section, typeof(OutboxOptions)),
                (BodyOptions.Section, typeof(BodyOptions)),
                (TelemetryOptions.Section, typeof(TelemetryOptions)),
                (TlsOptions.Section, typeof(TlsOptions)),
                (NetworkOptions.Section, typeof(NetworkOptions)),
                (WebhookOptions.Section, typeof(WebhookOptions)),
            })
            {
                foreach (var property in options.GetProperties().Where(p => p.CanWrite || p.PropertyType.IsGenericType && p.PropertyType != typeof(DatabaseKind?)))
                {
                    keys.Add(section, property.Name);
                }
            }

            return keys;
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Configuration_Key_IsListed(string section, string key)
    {
        var rows = File.ReadAllLines(Path.Combine(RepositoryRoot.Find(), "docs", "configuration.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        Assert.Contains(rows, row => row.Contains($"`{section}:", StringComparison.Ordinal) && row.Contains($":{key}`", StringComparison.Ordinal));
    }
}
