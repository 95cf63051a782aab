using EmailConsole.EmailProviders;
using EmailConsole.TestEmail.Components;
using EmailConsole.Tests.EmailProviders;

namespace EmailConsole.Tests.TestEmail.Components;

public sealed class TestedSettingsTests
{
    private static readonly Guid Version = Guid.CreateVersion7();

    [Fact]
    public void IsOlderThan_SameForm_IsNot() => Assert.False(new TestedSettings(Inputs.Basic, Version).IsOlderThan(Inputs.Basic, Version));

    [Fact]
    public void IsOlderThan_OtherField_Is() => Assert.True(new TestedSettings(Inputs.Basic, Version)
        .IsOlderThan(Inputs.Basic with { Settings = Inputs.BasicSettings with { Port = 25 } }, Version));

    [Fact]
    public void IsOlderThan_OtherSecret_Is() => Assert.True(new TestedSettings(Inputs.Basic, Version)
        .IsOlderThan(Inputs.Basic with { Password = new SecretInput.Replaced("another") }, Version));

    [Fact]
    public void IsOlderThan_TypedSecretStored_IsNotButDroppedIs()
    {
        var tested = new TestedSettings(Inputs.Basic, Version);
        var blank = Inputs.Basic with { Password = SecretInput.Keep };

        Assert.False(tested.IsOlderThan(blank, Guid.CreateVersion7()));
        Assert.True(tested.IsOlderThan(blank, Version));
    }

    [Fact]
    public void IsOlderThan_StoredSettingsChanged_Is()
    {
        Assert.True(new TestedSettings(null, Version).IsOlderThan(null, Guid.CreateVersion7()));
        Assert.False(new TestedSettings(null, Version).IsOlderThan(null, Version));
    }
}
