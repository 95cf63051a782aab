using EmailConsole.Deployment;
using EmailConsole.Sending.Loading;

namespace EmailConsole.Tests.Sending.Loading;

public sealed class TenantLoadingReaderTests
{
    [Fact]
    public void Read_NoTable_IsLazyWithThirtyMinutes()
    {
        var (settings, problems) = TenantLoadingReader.Read(Snapshot(null));

        Assert.Equal((TimeSpan.FromMinutes(30), true), (settings.IdleTimeout, settings.Eager.IsNone));
        Assert.Empty(problems);
    }

    [Fact]
    public void Read_BothKeys_BothApply()
    {
        var (settings, problems) = TenantLoadingReader.Read(Snapshot(new() { ["tenant_idle_timeout"] = 5L, ["eager_loading_tenants"] = "foo.com, BAR.com" }));

        Assert.Equal(TimeSpan.FromMinutes(5), settings.IdleTimeout);
        Assert.Equal((true, true, false), (settings.Eager.Includes("foo.com"), settings.Eager.Includes("bar.com"), settings.Eager.Includes("other.com")));
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("*", true, true)]
    [InlineData("*,!foo.com", false, true)]
    [InlineData("foo.com", true, false)]
    [InlineData("!foo.com", false, false)]
    [InlineData("!*", false, false)]
    [InlineData("", false, false)]
    [InlineData("foo.com,!foo.com", false, false)]
    public void Read_Eager_IncludesThese(string text, bool foo, bool other)
    {
        var (settings, _) = TenantLoadingReader.Read(Snapshot(new() { ["eager_loading_tenants"] = text }));

        Assert.Equal((foo, other), (settings.Eager.Includes("foo.com"), settings.Eager.Includes("other.com")));
    }

    [Theory]
    [InlineData("eager_loading_tenants", "!*")]
    [InlineData("eager_loading_tenants", "!foo.com")]
    [InlineData("eager_loading_tenants", "not a domain")]
    [InlineData("eager_loading_tenants", true)]
    [InlineData("tenant_idle_timeout", 0L)]
    [InlineData("tenant_idle_timeout", -5L)]
    [InlineData("tenant_idle_timeout", "soon")]
    [InlineData("tenant_idle_timeout", 1.5)]
    public void Read_CannotBeUsed_IsSaidAndTheDefaultHolds(string key, object value)
    {
        var (settings, problems) = TenantLoadingReader.Read(Snapshot(new() { [key] = value }));

        Assert.Equal($"tenant_mgt.{key}", Assert.Single(problems).Key);
        Assert.Equal((TimeSpan.FromMinutes(30), true), (settings.IdleTimeout, settings.Eager.IsNone));
    }

    private static DeploymentSnapshot Snapshot(Dictionary<string, object>? values)
    {
        var table = new DeploymentTable(
            "tenant_mgt", 1, (values ?? []).ToDictionary(v => v.Key, v => new DeploymentValue(v.Value, 2, 1, null)));
        return new DeploymentSnapshot(
            "deployment.toml", true, DateTimeOffset.UnixEpoch, [], values is null ? new Dictionary<string, DeploymentTable>() : new Dictionary<string, DeploymentTable> { ["tenant_mgt"] = table }, []);
    }
}
