using EmailConsole.Cluster;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tests.Deployment;

namespace EmailConsole.Tests.EmailProviders.SuperTenant;

public sealed class NodeFilesTests
{
    [Fact]
    public void Describe_AllTheSame_IsNothing() => Assert.Null(NodeFiles.Describe([Node("a", "1f"), Node("b", "1f")]));

    [Fact]
    public void Describe_OneDiffers_NamesWhichHaveWhich()
    {
        var said = NodeFiles.Describe([Node("c", "2e"), Node("b", "1f"), Node("a", "1f"), Node("d", null)]);

        Assert.StartsWith("deployment.toml is not the same on all nodes: a, b have 1f; c has 2e; d has none that can be read.", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Hash_OfTheContent_IsTheSameForTheSameAndShort()
    {
        using var one = new DeploymentFolder("[super_admin]\npassword = \"secret\"\n");
        using var same = new DeploymentFolder("[super_admin]\npassword = \"secret\"\n");
        using var other = new DeploymentFolder("[super_admin]\npassword = \"Secret\"\n");
        using var none = new DeploymentFolder();

        Assert.Equal(one.Open().Hash, same.Open().Hash);
        Assert.NotEqual(one.Open().Hash, other.Open().Hash);
        Assert.Equal(12, one.Open().Hash!.Length);
        Assert.Null(none.Open().Hash);
    }

    private static NodeState Node(string name, string? file) => new(Guid.NewGuid(), name, "1", default, null, false, 1, file, default);
}
